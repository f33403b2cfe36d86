#![deny(warnings)]
#![forbid(unsafe_code)]
//! The crate where a crate of the user's own passes it on.

mod stack {
    pub(crate) use auth_runtime as guard;
    pub(crate) use auth_runtime::{require_auth, require_role};
}

use actix_web::{App, get, web};
use stack::guard::Identity;

#[get("/me")]
#[stack::require_auth(crate = crate::stack::guard)]
#[stack::require_role("reader")]
async fn me(who: Identity) -> String {
    who.subject().to_owned()
}

#[stack::require_role("reader", crate = stack::guard)]
#[stack::require_auth]
async fn page() -> &'static str {
    "page"
}

#[stack::require_auth(
    scheme = ["Basic", "Session", "Bearer"],
    redirect = false,
    crate = crate::stack::guard
)]
async fn any_scheme() -> &'static str {
    "any"
}

fn main() {
    let _ = App::new()
        .service(me)
        .route("/", web::get().to(page))
        .route("/any", web::get().to(any_scheme));
}
