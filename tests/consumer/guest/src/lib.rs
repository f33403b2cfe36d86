//! Guarded handlers in a crate that does not depend on `auth-runtime`.
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs)]

use actix_web::{get, web};
use house::{Identity, require_auth, require_role};

/// Below the route attribute.
#[get("/me")]
#[require_auth(crate = house::auth_runtime)]
pub async fn me(who: Identity) -> String {
    who.subject().to_owned()
}

/// Above it, by its full path; one attribute names the crate for all.
#[house::require_auth]
#[require_role("admin", crate = house::auth_runtime)]
#[get("/admin")]
pub async fn admin() -> &'static str {
    "admin"
}

/// All routes.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(me).service(admin);
}
