//! Route attributes and `.guarded` for handlers that declare their access.

use actix_web::http::Method;
use actix_web::middleware::DefaultHeaders;
use actix_web::{App, HttpRequest, guard, web};
use auth_runtime::testing::TestIssuer;
use auth_runtime::{
    Access, GuardedRoute, Identity, allow_anonymous, connect, declared_handlers, delete, get, head,
    options, patch, post, put, query, require_auth, require_auth as signed_in, require_role, route,
    routes, trace,
};

use crate::app::{Answer, TestApp, ask, start};

#[get("/get")]
#[require_auth]
#[require_role("member")]
async fn by_get() -> &'static str {
    "in"
}

#[post("/post")]
#[require_role("member")]
#[require_auth]
async fn by_post() -> &'static str {
    "in"
}

#[put("/put")]
#[require_auth]
#[require_role("member")]
async fn by_put() -> &'static str {
    "in"
}

#[delete("/delete")]
#[require_auth]
#[require_role("member")]
async fn by_delete() -> &'static str {
    "in"
}

#[patch("/patch")]
#[require_auth]
#[require_role("member")]
async fn by_patch() -> &'static str {
    "in"
}

#[head("/head")]
#[require_auth]
#[require_role("member")]
async fn by_head() -> &'static str {
    "in"
}

#[trace("/trace")]
#[require_auth]
#[require_role("member")]
async fn by_trace() -> &'static str {
    "in"
}

#[connect("/connect")]
#[require_auth]
#[require_role("member")]
async fn by_connect() -> &'static str {
    "in"
}

#[query("/query")]
#[require_auth]
#[require_role("member")]
async fn by_query() -> &'static str {
    "in"
}

#[route("/route", method = "GET", method = "PURGE")]
#[require_auth]
#[require_role("member")]
async fn by_route() -> &'static str {
    "in"
}

#[routes]
#[get("/routes/1")]
#[require_auth]
#[post("/routes/2")]
#[require_role("member")]
async fn by_routes() -> &'static str {
    "in"
}

#[require_auth]
#[query("/query-above")]
async fn by_query_above() -> &'static str {
    "in"
}

#[require_auth]
#[get("/above")]
#[require_role("member")]
async fn above() -> &'static str {
    "in"
}

#[signed_in]
#[get("/alias-above")]
#[require_role("member")]
async fn alias_above() -> &'static str {
    "in"
}

#[get("/alias-below")]
#[signed_in]
async fn alias_below() -> &'static str {
    "in"
}

#[cfg_attr(all(), get("/cfg-attr"), require_auth, require_role("member"))]
async fn cfg_attr() -> &'static str {
    "in"
}

#[auth_runtime::get("/full-path")]
#[auth_runtime::require_auth]
#[auth_runtime::require_role("member")]
async fn full_path() -> &'static str {
    "in"
}

mod elsewhere {
    // Somebody else's attribute of this name, imported: the route attribute takes it for ours.
    pub(super) use actix_web::main as require_auth;
}

mod imported_name {
    use auth_runtime::{get, require_role};

    use super::elsewhere::require_auth;

    #[get("/imported-name")]
    #[require_auth]
    #[require_role("member")]
    pub(super) async fn imported_name() -> &'static str {
        "in"
    }
}

macro_rules! page {
    ($name:ident, $path:literal) => {
        #[get($path)]
        #[require_auth]
        #[require_role("member")]
        async fn $name() -> &'static str {
            "in"
        }
    };
}

page!(from_macro, "/from-macro");

fn asks_for_json(context: &guard::GuardContext<'_>) -> bool {
    context.head().headers().contains_key("x-json")
}

#[get(
    "/options/{id}",
    name = "named",
    guard = "asks_for_json",
    wrap = "DefaultHeaders::new().add((\"x-wrapped\", \"yes\"))"
)]
#[require_auth]
#[require_role("member")]
async fn with_options(id: web::Path<u64>, who: Identity, request: HttpRequest) -> String {
    let url = request.url_for("named", ["7"]).expect("a named route");
    format!("{} {id} {}", who.subject(), url.path())
}

#[get("/hidden")]
#[require_auth]
#[require_role("admin", hide = true)]
async fn hidden() -> &'static str {
    "in"
}

#[get("/open")]
#[allow_anonymous]
async fn open() -> &'static str {
    "in"
}

#[options("/preflight")]
#[allow_anonymous]
async fn preflight() -> &'static str {
    "in"
}

#[require_auth]
#[require_role("member")]
async fn by_hand(_: HttpRequest, who: Identity) -> &'static str {
    assert_eq!(who.subject(), "alice");
    "in"
}

const ROUTES: [(&str, &str); 21] = [
    ("GET", "/get"),
    ("POST", "/post"),
    ("PUT", "/put"),
    ("DELETE", "/delete"),
    ("PATCH", "/patch"),
    ("HEAD", "/head"),
    ("TRACE", "/trace"),
    ("CONNECT", "/connect"),
    ("QUERY", "/query"),
    ("GET", "/route"),
    ("PURGE", "/route"),
    ("GET", "/routes/1"),
    ("POST", "/routes/2"),
    ("GET", "/above"),
    ("GET", "/alias-above"),
    ("GET", "/cfg-attr"),
    ("GET", "/full-path"),
    ("GET", "/imported-name"),
    ("GET", "/from-macro"),
    ("GET", "/by-hand"),
    ("PUT", "/resource"),
];

async fn app(issuer: &TestIssuer) -> TestApp {
    let auth = issuer.auth();
    let app = App::new()
        .app_data(auth.clone())
        .service((by_get, by_post, by_put, by_delete, by_patch, by_head))
        .service((by_trace, by_connect, by_query, by_route, by_routes))
        .service((above, alias_above, cfg_attr, full_path, from_macro))
        .service((
            alias_below,
            imported_name::imported_name,
            with_options,
            hidden,
        ))
        .service((open, preflight, by_query_above))
        .route("/by-hand", web::get().guarded(by_hand))
        .service(web::resource("/resource").guarded(by_hand))
        .default_service(auth.not_found());
    start(app).await
}

async fn answer(app: &TestApp, (method, path): (&str, &str), bearer: Option<&str>) -> Answer {
    let issuer = TestIssuer::with_secret(SECRET);
    let asked = ask(method.parse::<Method>().expect("a method"), path);
    match bearer {
        Some(role) => asked.bearer(issuer.token("alice").role(role)),
        None => asked,
    }
    .send(app)
    .await
}

const SECRET: [u8; 32] = [7; 32];

#[actix_web::test]
async fn every_route_asks_for_what_its_handler_declares() {
    let app = app(&TestIssuer::with_secret(SECRET)).await;
    for route in ROUTES {
        assert_eq!(answer(&app, route, None).await.status, 401, "{route:?}");
        assert_eq!(
            answer(&app, route, Some("guest")).await.status,
            403,
            "{route:?}"
        );
        let member = answer(&app, route, Some("member")).await;
        assert_eq!(
            (member.status.as_u16(), member.text()),
            (200, "in"),
            "{route:?}"
        );
    }
}

/// rustc alone knows what the name stands for; the type of the guard says whether it was one of ours.
#[actix_web::test]
async fn an_alias_below_the_route_guards() {
    let app = app(&TestIssuer::with_secret(SECRET)).await;
    let route = ("GET", "/alias-below");
    assert_eq!(answer(&app, route, None).await.status, 401);
    assert_eq!(answer(&app, route, Some("guest")).await.text(), "in");
}

#[actix_web::test]
async fn a_route_serves_its_own_method_and_no_other() {
    let app = app(&TestIssuer::with_secret(SECRET)).await;
    for route in [
        ("POST", "/get"),
        ("GET", "/post"),
        ("POST", "/route"),
        ("GET", "/routes/2"),
    ] {
        assert_eq!(
            answer(&app, route, Some("member")).await.status,
            404,
            "{route:?}"
        );
    }
}

#[actix_web::test]
async fn a_hidden_refusal_is_a_miss() {
    let app = app(&TestIssuer::with_secret(SECRET)).await;
    let refusal = answer(&app, ("GET", "/hidden"), Some("member")).await;
    let miss = answer(&app, ("GET", "/no/such/path"), Some("member")).await;
    assert_eq!(refusal.status, 404);
    assert_eq!(refusal.json()["message"], miss.json()["message"]);
    assert_eq!(
        answer(&app, ("GET", "/hidden"), Some("admin")).await.status,
        200
    );
}

#[actix_web::test]
async fn only_what_says_so_is_open() {
    let app = app(&TestIssuer::with_secret(SECRET)).await;
    for route in [("GET", "/open"), ("OPTIONS", "/preflight")] {
        let answer = answer(&app, route, None).await;
        assert_eq!(
            (answer.status.as_u16(), answer.text()),
            (200, "in"),
            "{route:?}"
        );
    }
}

#[actix_web::test]
async fn name_guard_and_wrap_are_actix_webs_own() {
    let app = app(&TestIssuer::with_secret(SECRET)).await;
    let issuer = TestIssuer::with_secret(SECRET);
    let asked = || {
        let token = issuer.token("alice").role("member");
        crate::app::get("/options/5").bearer(token)
    };
    let without_header = asked().send(&app).await;
    assert_eq!(without_header.status, 404, "its guard does not hold");

    let answer = asked().header("x-json", "1").send(&app).await;
    assert_eq!(
        (answer.status.as_u16(), answer.text()),
        (200, "alice 5 /options/7")
    );
    assert_eq!(answer.lines("x-wrapped"), ["yes"]);

    let anonymous = crate::app::get("/options/5").header("x-json", "1");
    let anonymous = anonymous.send(&app).await;
    assert_eq!(anonymous.status, 401);
    assert_eq!(
        anonymous.lines("x-wrapped"),
        ["yes"],
        "the middleware stands around the guard"
    );
}

/// What is left of a handler whose attributes are mistaken stands beside a compile error. Served all the
/// same, it would let nobody in.
#[actix_web::test]
async fn what_is_left_of_a_mistaken_handler_refuses_everybody() {
    async fn left(_: auth_runtime::__private::Refused) -> &'static str {
        "in"
    }
    let issuer = TestIssuer::with_secret(SECRET);
    let app = App::new()
        .app_data(issuer.auth())
        .route("/left", web::get().guarded(left));
    let app = start(app).await;
    for bearer in [None, Some("member")] {
        let refusal = answer(&app, ("GET", "/left"), bearer).await;
        assert_eq!(refusal.status, 500, "{bearer:?}");
        assert_ne!(refusal.text(), "in", "{bearer:?}");
    }
}

fn access(handler: &str) -> &'static Access {
    let found: Vec<_> = declared_handlers()
        .into_iter()
        .filter(|access| {
            let place = access.place();
            place.module.starts_with(module_path!()) && place.handler == handler
        })
        .collect();
    match found[..] {
        [access] => access,
        ref others => panic!("{handler} is declared {} times", others.len()),
    }
}

/// `GET /path`, one line a route.
fn known_routes(handler: &str) -> Vec<String> {
    let routes = access(handler).routes().iter();
    routes
        .map(|route| format!("{} {}", route.methods().join(","), route.path()))
        .collect()
}

#[test]
fn the_inventory_knows_the_route_wherever_the_attributes_stand() {
    for (handler, routes) in [
        ("by_get", &["GET /get"][..]),
        ("by_post", &["POST /post"]),
        ("by_put", &["PUT /put"]),
        ("by_delete", &["DELETE /delete"]),
        ("by_patch", &["PATCH /patch"]),
        ("by_head", &["HEAD /head"]),
        ("by_trace", &["TRACE /trace"]),
        ("by_connect", &["CONNECT /connect"]),
        ("by_query", &["QUERY /query"]),
        ("preflight", &["OPTIONS /preflight"]),
        ("by_route", &["GET,PURGE /route"]),
        ("by_routes", &["GET /routes/1", "POST /routes/2"]),
        ("above", &["GET /above"]),
        ("alias_above", &["GET /alias-above"]),
        ("cfg_attr", &["GET /cfg-attr"]),
        ("full_path", &["GET /full-path"]),
        ("from_macro", &["GET /from-macro"]),
        ("with_options", &["GET /options/{id}"]),
        ("open", &["GET /open"]),
    ] {
        assert_eq!(known_routes(handler), routes, "{handler}");
    }
    assert_eq!(
        known_routes("by_hand"),
        [] as [String; 0],
        "registered by hand"
    );
}

#[test]
fn the_inventory_knows_a_query_route_below_the_guard() {
    assert_eq!(known_routes("by_query_above"), ["QUERY /query-above"]);
}
