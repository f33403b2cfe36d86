//! The declared ways: clippy has nothing to say here.
#![deny(
    warnings,
    clippy::pedantic,
    clippy::nursery,
    clippy::absolute_paths,
    clippy::allow_attributes_without_reason,
    clippy::exhaustive_structs,
    clippy::items_after_statements,
    clippy::missing_trait_methods,
    clippy::shadow_same,
    clippy::shadow_unrelated
)]
#![forbid(unsafe_code)]
#![allow(clippy::unused_async, reason = "handlers are async")]

use actix_web::web;
use auth_runtime::{
    Auth, GuardedRoute, Identity, allow_anonymous, connect, delete, get, head, options, patch, put,
    query, require_auth, require_auth as signed_in, require_role, route, routes, trace,
};

#[get("/below")]
#[require_auth(scheme = "Bearer")]
async fn below(who: Identity) -> String {
    who.subject().to_owned()
}

#[require_auth]
#[get("/above")]
async fn above() -> &'static str {
    "above"
}

#[signed_in]
#[get("/alias")]
async fn alias() -> &'static str {
    "alias"
}

#[auth_runtime::post("/full-path/{id}", name = "full")]
#[auth_runtime::require_auth]
#[require_role("writer")]
async fn full_path(id: web::Path<u64>) -> String {
    format!("full path {id}")
}

#[route("/report", method = "GET", method = "POST")]
#[require_auth]
async fn report() -> &'static str {
    "report"
}

#[routes]
#[get("/drafts")]
#[post("/drafts/new")]
#[require_auth]
async fn drafts() -> &'static str {
    "drafts"
}

macro_rules! pages {
    ($($name:ident: $route:ident,)+) => {$(
        #[$route("/page")]
        #[allow_anonymous]
        async fn $name() -> &'static str {
            "page"
        }
    )+};
}

pages! {
    by_connect: connect,
    by_delete: delete,
    by_head: head,
    by_options: options,
    by_patch: patch,
    by_put: put,
    by_query: query,
    by_trace: trace,
}

#[require_auth]
async fn by_hand(id: web::Path<u64>) -> String {
    format!("by hand {id}")
}

/// All routes.
pub fn routes(auth: &Auth) -> impl FnOnce(&mut web::ServiceConfig) {
    let misses = auth.not_found();
    move |config| {
        config
            .service((below, above, alias, full_path, report, drafts))
            .service((by_connect, by_delete, by_head, by_options))
            .service((by_patch, by_put, by_query, by_trace))
            .route("/by-hand/{id}", web::get().guarded(by_hand))
            .service(web::resource("/resource/{id}").guarded(by_hand))
            .default_service(misses);
    }
}
