#![deny(warnings)]
#![forbid(unsafe_code)]
//! Our attributes above, below and around the route's, and under names that an import gave them.

use actix_web::{App, get, route, routes, web};
use auth_runtime::{
    allow_anonymous, declared_handlers, require_auth, require_auth as signed_in, require_role,
};

#[get("/below")]
#[require_auth(scheme = "Bearer")]
#[require_role("reader")]
async fn below() -> &'static str {
    "below"
}

#[require_auth(scheme = "Bearer")]
#[require_role("reader")]
#[get("/above")]
async fn above() -> &'static str {
    "above"
}

#[require_auth]
#[get("/around")]
#[require_role("reader")]
async fn around() -> &'static str {
    "around"
}

/// The route attribute makes a value of the handler's name, and a local may have it all the same.
#[require_auth]
#[require_role("reader")]
#[get("/named/{named}")]
async fn named(path: web::Path<String>) -> String {
    let named = path.into_inner();
    format!("{named}!")
}

#[require_role("reader")]
#[require_auth]
#[route("/route", method = "GET", method = "HEAD")]
async fn by_route() -> &'static str {
    "route"
}

#[routes]
#[get("/first")]
#[get("/second")]
#[require_auth]
async fn by_routes() -> &'static str {
    "routes"
}

#[allow_anonymous]
#[routes]
#[get("/third")]
#[get("/fourth")]
async fn below_routes() -> &'static str {
    "routes"
}

#[auth_runtime::require_auth]
#[auth_runtime::require_role("reader")]
async fn by_path() -> &'static str {
    "path"
}

#[signed_in]
#[require_role("reader")]
async fn alias_above() -> &'static str {
    "alias"
}

#[cfg_attr(all(), require_auth(realm = "api"))]
#[cfg_attr(all(), require_role("reader"))]
#[cfg_attr(any(), require_role("never"))]
async fn conditional() -> &'static str {
    "conditional"
}

/// Names that generated code might have had.
#[get("/gate")]
#[require_auth]
#[require_role("reader")]
async fn gate() -> &'static str {
    "gate"
}

fn main() {
    let _ = App::new()
        .service((below, above, around, named, gate, by_route, by_routes, below_routes))
        .route("/path", web::get().to(by_path))
        .route("/alias", web::get().to(alias_above))
        .route("/conditional", web::get().to(conditional));

    let rules = |name: &str| {
        let handlers = declared_handlers();
        let handler = handlers.iter().find(|it| it.place().handler == name);
        handler.map(|it| it.requirements().len())
    };
    for name in ["below", "above", "around", "named", "gate", "by_route", "by_path", "alias_above", "conditional"] {
        assert_eq!(rules(name), Some(1), "{name}");
    }
    for name in ["by_routes", "below_routes"] {
        assert_eq!(rules(name), Some(0), "{name}");
    }
    assert_eq!(declared_handlers().len(), 11);
}
