#![deny(warnings)]
#![forbid(unsafe_code)]
#![deny(
    missing_docs,
    unreachable_pub,
    missing_debug_implementations,
    missing_copy_implementations,
    unused_qualifications,
    nonstandard_style,
    single_use_lifetimes,
    unnameable_types
)]
//! Route attributes in the syntax of actix-web, wherever the declaring attributes stand.

use actix_web::{App, HttpResponse, Responder, guard, middleware, web};
use auth_runtime::{
    Identity, allow_anonymous, connect, delete, get, head, options, patch, post, put, query,
    require_auth, require_auth as signed_in, require_role, route, routes, trace,
};

#[get("/below")]
#[require_auth(scheme = "Bearer")]
async fn below(who: Identity) -> String {
    who.subject().to_owned()
}

#[require_auth]
#[get("/above")]
async fn above(who: Identity) -> String {
    who.subject().to_owned()
}

#[require_auth]
#[get("/around")]
#[require_role("reader")]
async fn around() -> &'static str {
    "around"
}

#[signed_in]
#[get("/alias")]
async fn alias() -> &'static str {
    "alias"
}

#[get("/alias/below")]
#[signed_in]
async fn alias_below() -> &'static str {
    "alias"
}

/// Documented.
#[post("/attributes/{id}", name = "attributes")]
#[allow(clippy::unused_async)]
#[require_auth]
#[must_use]
/// In between.
#[require_role("writer", message = "for writers")]
#[inline]
async fn attributes(
    id: web::Path<u64>,
    mut body: web::Bytes,
) -> Result<impl Responder, actix_web::Error> {
    Ok(HttpResponse::Ok().body(format!("{id}: {}", body.split_off(0).len())))
}

#[auth_runtime::get("/full/path")]
#[auth_runtime::allow_anonymous(reason = "public")]
async fn full_path(who: Option<Identity>) -> String {
    who.map_or_else(String::new, |who| who.subject().to_owned())
}

mod guards {
    pub(super) fn is_open(_: &actix_web::guard::GuardContext<'_>) -> bool {
        true
    }
}

fn is_internal(_: &guard::GuardContext<'_>) -> bool {
    true
}

#[route(
    "/report",
    method = "GET",
    method = "PURGE",
    name = "report",
    guard = "is_internal",
    guard = "guards::is_open",
    wrap = "middleware::NormalizePath::trim()"
)]
#[require_auth]
async fn report() -> &'static str {
    "report"
}

#[routes]
#[get("/drafts", name = "drafts")]
#[post("/drafts/new", guard = "is_internal")]
#[require_auth]
async fn drafts() -> &'static str {
    "drafts"
}

#[cfg_attr(all(), put("/cfg"))]
#[cfg_attr(all(), require_auth)]
async fn cfg() -> &'static str {
    "cfg"
}

macro_rules! pages {
    ($($name:ident: $route:ident $path:literal,)+) => {$(
        #[$route($path)]
        #[allow_anonymous]
        async fn $name() -> &'static str {
            $path
        }
    )+};
}

pages! {
    deleted: delete "/delete/{id:[0-9]{2}}",
    patched: patch "/patch",
    headed: head "/head",
    asked: options "/options",
    traced: trace "/trace",
    connected: connect "/connect",
    queried: query "/query",
}

macro_rules! served {
    ($($handler:item)+) => {$(
        #[get("/served")]
        $handler
    )+};
}

served! {
    #[require_auth]
    async fn served() -> &'static str {
        "served"
    }
}

/// Public handlers.
pub mod public {
    use auth_runtime::{get, require_auth};

    #[get("/not-documented")]
    #[require_auth]
    async fn not_documented() -> &'static str {
        "page"
    }

    /// A page.
    #[get("/public")]
    #[require_auth]
    pub async fn page() -> &'static str {
        "page"
    }
}

mod private {
    // actix-web's attributes make a service that the outside can name, unless told otherwise.
    #[auth_runtime::get("/private")]
    #[auth_runtime::require_auth]
    async fn list() -> &'static str {
        "list"
    }
}

#[get("/raw")]
#[require_auth]
async fn r#match() -> &'static str {
    "raw"
}

fn within(config: &mut web::ServiceConfig) {
    #[get("/within")]
    #[require_auth]
    async fn inner() -> &'static str {
        "inner"
    }
    config.service(inner);
}

fn main() {
    let _ = App::new()
        .service((
            below, above, around, alias, attributes, full_path, report, drafts, cfg,
        ))
        .service((
            deleted, patched, headed, asked, traced, connected, queried, served,
        ))
        .service((
            public::page,
            public::not_documented,
            r#match,
            alias_below,
            private::list,
        ))
        .configure(within);
}
