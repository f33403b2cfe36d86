//! Promise 1: an attribute guards the handler, wherever it stands and whatever it is called.

use actix_web::http::Method;
use actix_web::{App, HttpResponse, Responder, get, post, route, routes, web};
use auth_runtime::testing::TestIssuer;
use auth_runtime::{
    allow_anonymous, require_auth, require_auth as signed_in, require_role, require_role as only,
};

use crate::app::{TestApp, ask, get, start};

#[require_auth]
#[get("/above")]
async fn above() -> &'static str {
    "in"
}

#[require_auth(scheme = "Bearer")]
#[get("/below")]
async fn below() -> &'static str {
    "in"
}

#[require_auth]
#[route("/above-route", method = "GET", method = "POST")]
async fn above_route() -> &'static str {
    "in"
}

#[route("/below-route", method = "GET", method = "POST")]
#[require_auth]
async fn below_route() -> &'static str {
    "in"
}

#[require_auth]
#[routes]
#[get("/above-routes/1")]
#[get("/above-routes/2")]
#[post("/above-routes/3")]
async fn above_routes() -> &'static str {
    "in"
}

#[require_auth]
#[routes]
#[get("/below-routes/1")]
#[get("/below-routes/2")]
#[post("/below-routes/3")]
async fn below_routes() -> &'static str {
    "in"
}

#[post("/post")]
#[require_auth]
async fn posted() -> &'static str {
    "in"
}

#[require_auth]
#[routes]
#[get("/between-routes/1")]
#[post("/between-routes/3")]
async fn between_routes() -> &'static str {
    "in"
}

#[require_auth]
async fn plain() -> &'static str {
    "in"
}

#[auth_runtime::require_auth]
#[actix_web::get("/full-path")]
async fn full_path() -> &'static str {
    "in"
}

#[signed_in]
#[get("/alias-above")]
async fn alias_above() -> &'static str {
    "in"
}

#[get("/alias-below")]
#[signed_in]
async fn alias_below() -> &'static str {
    "in"
}

#[only("member")]
#[get("/alias-of-role")]
#[require_auth]
async fn alias_of_role() -> &'static str {
    "in"
}

#[cfg_attr(all(), require_auth)]
#[get("/cfg-attr-above")]
async fn cfg_attr_above() -> &'static str {
    "in"
}

#[get("/cfg-attr-below")]
#[cfg_attr(all(), require_auth)]
async fn cfg_attr_below() -> &'static str {
    "in"
}

#[cfg_attr(all(), require_auth, get("/cfg-attr-both"))]
async fn cfg_attr_both() -> &'static str {
    "in"
}

macro_rules! guarded {
    ($name:ident, $path:literal, $role:literal) => {
        #[get($path)]
        #[require_auth]
        #[require_role($role)]
        async fn $name() -> &'static str {
            "in"
        }
    };
}

guarded!(from_macro, "/from-macro", "member");

macro_rules! guard_this {
    ($handler:item) => {
        #[require_auth]
        $handler
    };
}

guard_this! {
    #[get("/item-in-macro")]
    async fn item_in_macro() -> &'static str {
        "in"
    }
}

#[require_auth]
async fn generic<T: Default + std::fmt::Display + 'static>() -> String {
    let _ = T::default().to_string();
    "in".into()
}

#[require_auth]
#[get("/raw-name")]
async fn r#match() -> &'static str {
    "in"
}

#[require_role("member")]
#[get("/role-first")]
#[require_auth]
async fn role_first() -> &'static str {
    "in"
}

mod elsewhere {
    use super::require_auth;

    #[require_auth]
    pub(super) async fn public() -> &'static str {
        "in"
    }
}

/// A handler within a function, one of the same name in another, and their registration.
fn within_a_function(config: &mut web::ServiceConfig) {
    #[get("/within")]
    #[require_auth]
    async fn inner() -> &'static str {
        "in"
    }
    #[require_auth]
    async fn to() -> &'static str {
        "in"
    }
    config.service(inner).route("/within-to", web::get().to(to));
}

fn within_another(config: &mut web::ServiceConfig) {
    #[require_auth]
    #[get("/within-another")]
    async fn inner() -> impl Responder {
        HttpResponse::Ok().body("in")
    }
    config.service(inner);
}

#[allow_anonymous]
#[get("/open")]
async fn open() -> &'static str {
    "in"
}

const GUARDED: [(Method, &str); 32] = [
    (Method::POST, "/post"),
    (Method::GET, "/above"),
    (Method::GET, "/below"),
    (Method::GET, "/above-route"),
    (Method::POST, "/above-route"),
    (Method::GET, "/below-route"),
    (Method::POST, "/below-route"),
    (Method::GET, "/above-routes/1"),
    (Method::GET, "/above-routes/2"),
    (Method::POST, "/above-routes/3"),
    (Method::GET, "/below-routes/1"),
    (Method::GET, "/below-routes/2"),
    (Method::POST, "/below-routes/3"),
    (Method::GET, "/between-routes/1"),
    (Method::POST, "/between-routes/3"),
    (Method::GET, "/plain"),
    (Method::GET, "/resource"),
    (Method::GET, "/full-path"),
    (Method::GET, "/alias-above"),
    (Method::GET, "/alias-below"),
    (Method::GET, "/alias-of-role"),
    (Method::GET, "/cfg-attr-above"),
    (Method::GET, "/cfg-attr-below"),
    (Method::GET, "/cfg-attr-both"),
    (Method::GET, "/from-macro"),
    (Method::GET, "/item-in-macro"),
    (Method::GET, "/generic"),
    (Method::GET, "/raw-name"),
    (Method::GET, "/role-first"),
    (Method::GET, "/elsewhere"),
    (Method::GET, "/within"),
    (Method::GET, "/within-another"),
];

async fn app(issuer: &TestIssuer) -> TestApp {
    let app = App::new()
        .app_data(issuer.auth())
        .service((above, below, above_route, below_route))
        .service((above_routes, below_routes, between_routes, posted))
        .route("/plain", web::get().to(plain))
        .service(web::resource("/resource").to(plain))
        .service((full_path, alias_above, alias_below, alias_of_role))
        .service((cfg_attr_above, cfg_attr_below, cfg_attr_both))
        .service((from_macro, item_in_macro, r#match, role_first, open))
        .route("/generic", web::get().to(generic::<u8>))
        .route("/elsewhere", web::get().to(elsewhere::public))
        .configure(within_a_function)
        .configure(within_another)
        .default_service(web::to(plain));
    start(app).await
}

#[actix_web::test]
async fn an_attribute_guards_wherever_it_stands_and_whatever_it_is_called() {
    let issuer = TestIssuer::new();
    let app = app(&issuer).await;
    for (method, path) in GUARDED {
        let anonymous = ask(method.clone(), path).send(&app).await;
        assert_eq!(anonymous.status, 401, "{method} {path}");
        assert!(!anonymous.text().contains("in\""), "{method} {path}");

        let token = issuer.token("alice").role("member");
        let known = ask(method.clone(), path).bearer(token).send(&app).await;
        assert_eq!((known.status.as_u16(), known.text()), (200, "in"), "{path}");
    }
}

#[actix_web::test]
async fn a_handler_within_a_function_is_guarded_under_to() {
    let issuer = TestIssuer::new();
    let app = app(&issuer).await;
    assert_eq!(get("/within-to").status(&app).await, 401);
    let token = issuer.token("alice");
    assert_eq!(get("/within-to").bearer(token).status(&app).await, 200);
}

#[actix_web::test]
async fn a_guarded_default_service_is_guarded() {
    let issuer = TestIssuer::new();
    let app = app(&issuer).await;
    assert_eq!(get("/no/such/path").status(&app).await, 401);
}

#[actix_web::test]
async fn a_role_counts_under_every_name_of_its_attribute() {
    let issuer = TestIssuer::new();
    let app = app(&issuer).await;
    for path in ["/alias-of-role", "/from-macro", "/role-first"] {
        let token = issuer.token("alice").role("guest");
        assert_eq!(get(path).bearer(token).status(&app).await, 403, "{path}");
    }
}

#[actix_web::test]
async fn only_what_says_so_is_open() {
    let issuer = TestIssuer::new();
    let app = app(&issuer).await;
    assert_eq!(get("/open").status(&app).await, 200);
}

#[test]
fn every_handler_is_in_the_inventory_once() {
    let declared = auth_runtime::declared_handlers();
    let count = |handler: &str| {
        declared
            .iter()
            .map(|access| access.place())
            .filter(|it| it.module.starts_with(module_path!()) && it.handler == handler)
            .inspect(|it| assert!(it.file.ends_with("no_silent_ignore.rs"), "{it}"))
            .count()
    };
    for handler in ["above", "below_routes", "alias_below", "cfg_attr_both"] {
        assert_eq!(count(handler), 1, "{handler}");
    }
    for handler in ["from_macro", "generic", "match", "public", "open"] {
        assert_eq!(count(handler), 1, "{handler}");
    }
    // Two functions hold a handler of this name.
    assert_eq!(count("inner"), 2);
}
