//! The account: pages for people with a browser, who are known by a session in a cookie.

mod cookie;
mod html;
mod page;
mod sign_in;

use actix_web::web::ServiceConfig;
use auth_runtime::session::Sessions;

pub(crate) use cookie::SessionKey;

pub(crate) fn routes(app: &mut ServiceConfig) {
    app.service(sign_in::sign_in_form)
        .service(sign_in::sign_in)
        .service(page::account)
        .service(page::sign_out);
}

/// Who asks for a page and is not signed in is sent to this one, and back afterwards.
pub(crate) fn sessions() -> Sessions {
    Sessions::new().login_page("/sign-in")
}
