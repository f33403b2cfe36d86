//! Guarded handlers in a crate that knows `auth-runtime` as `guard`.
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs)]

// One line makes the attributes work under any name of the dependency.
extern crate guard as auth_runtime;

use actix_web::{get, web};
use guard::{Identity, allow_anonymous, require_auth, require_role};

/// Below the route attribute.
#[get("/me")]
#[require_auth(scheme = "Bearer")]
pub async fn me(who: Identity) -> String {
    who.subject().to_owned()
}

/// Above it, by its full path.
#[guard::require_auth]
#[guard::require_role("admin", hide = true)]
#[get("/admin")]
pub async fn admin() -> &'static str {
    "admin"
}

/// Without a route attribute, naming the crate itself.
#[require_auth(crate = ::guard)]
#[require_role("editor")]
pub async fn edit(id: web::Path<u64>) -> String {
    format!("edit {id}")
}

/// Open.
#[get("/")]
#[allow_anonymous]
pub async fn front_page() -> &'static str {
    "hello"
}

/// By a route attribute of the crate under its other name.
#[guard::get("/drop-in")]
#[require_auth(crate = ::guard)]
async fn drop_in() -> &'static str {
    "drop-in"
}

/// All routes.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(drop_in).service(me).service(admin).service(front_page).route("/edit/{id}", web::post().to(edit));
}
