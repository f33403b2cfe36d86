#![deny(warnings)]
#![forbid(unsafe_code)]
//! A handler that its route attribute serves is a constant inside of the service, and nobody sees that.

use actix_web::middleware::Next;
use actix_web::{App, get, post, web};
use auth_runtime::{Identity, allow_anonymous, require_auth, require_role};

/// The names of what is generated, as types of one's own.
mod types {
    use serde::Deserialize;

    #[derive(Deserialize)]
    pub(crate) struct Extractors {
        pub(crate) n: u32,
    }

    #[derive(Deserialize)]
    pub(crate) struct ConstHandler {
        pub(crate) n: u32,
    }

    #[deprecated]
    #[derive(Deserialize)]
    pub(crate) struct Old {
        pub(crate) n: u32,
    }
}

use types::{ConstHandler, Extractors};

#[require_auth]
#[get("/extractors/{n}")]
async fn extractors(query: web::Query<Extractors>, path: web::Path<ConstHandler>) -> String {
    let query: Extractors = query.into_inner();
    (query.n + path.n).to_string()
}

#[allow(deprecated, reason = "they will be replaced")]
mod deprecated {
    use super::types::Old;
    use super::{get, require_auth, require_role, web};

    #[require_auth]
    #[get("/old/{n}")]
    pub(crate) async fn one(old: web::Path<Old>) -> String {
        old.n.to_string()
    }

    #[require_auth]
    #[require_role("admin")]
    #[get("/older/{n}")]
    pub(crate) async fn two(old: web::Path<Old>, older: web::Query<Old>) -> String {
        (old.n + older.n).to_string()
    }
}

#[require_auth]
#[get("/oldest/{n}")]
#[allow(deprecated)]
async fn oldest(old: web::Path<types::Old>) -> String {
    old.n.to_string()
}

#[require_auth]
#[get("/parentheses")]
#[allow(unused_parens)]
async fn parentheses(bytes: (web::Bytes), query: ((web::Query<Extractors>))) -> String {
    format!("{} {}", bytes.len(), query.n)
}

#[allow_anonymous]
#[get("/alternatives")]
async fn alternatives((Some(_) | None): Option<Identity>) -> &'static str {
    "anybody"
}

/// Names that a route attribute uses, or did.
#[forbid(non_upper_case_globals, dead_code)]
mod names {
    use auth_runtime::get;

    use super::{Identity, require_auth};

    #[get("/resource")]
    #[require_auth]
    pub(crate) async fn resource() -> &'static str {
        "ours"
    }

    #[require_auth]
    #[get("/config")]
    pub(crate) async fn config(_who: Identity) -> &'static str {
        "ours"
    }
}

#[require_auth]
#[post(
    "/next",
    wrap = "actix_web::middleware::from_fn(|request, next: Next<_>| async move { next.call(request).await })"
)]
async fn next(_who: Identity) -> &'static str {
    "wrapped"
}

/// Registers all of them.
fn main() {
    let app = App::new()
        .service((extractors, oldest, parentheses, alternatives, next))
        .service((deprecated::one, deprecated::two))
        .service((names::resource, names::config));
    drop(app);
}
