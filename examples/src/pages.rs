//! Pages for everybody.

use actix_web::get;
use actix_web::web::ServiceConfig;
use auth_runtime::allow_anonymous;

pub(crate) fn routes(app: &mut ServiceConfig) {
    app.service(health);
}

#[allow_anonymous]
#[get("/health")]
async fn health() -> &'static str {
    "ok"
}
