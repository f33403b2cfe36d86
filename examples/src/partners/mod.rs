//! Partners: programs of other companies, which come with a key of their own.

mod feed;
mod keys;
mod scope;

use actix_web::web::ServiceConfig;

pub(crate) use scope::Scope;

pub(crate) fn routes(app: &mut ServiceConfig) {
    app.service(keys::issue).service(feed::feed);
}
