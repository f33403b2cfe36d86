//! Promise 3: the handler's arguments are extracted as without the attribute, and the caller's
//! identity is one of them.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::web::{self, Bytes};
use actix_web::{App, Either, FromRequest, HttpRequest, get, post};
use auth_runtime::testing::TestIssuer;
use auth_runtime::{Identity, allow_anonymous, require_auth};
use serde::Deserialize;

use crate::app::{Ask, TestApp, get, post, start};
use crate::authenticators::pending_once;
use crate::handler_stays::Teapot;

#[derive(Deserialize)]
struct Pair {
    left: u8,
    right: u8,
}

#[get("/identity/last")]
#[require_auth]
async fn identity_last(_: HttpRequest, _: web::Query<()>, who: Identity) -> String {
    who.subject().to_owned()
}

#[require_auth]
#[get("/identity/twice")]
async fn identity_twice(one: Identity, path: HttpRequest, two: Identity) -> String {
    format!("{} {} {}", one.subject(), path.path(), two.subject())
}

#[get("/identity/maybe")]
#[allow_anonymous(reason = "greets everybody")]
async fn identity_maybe(path: HttpRequest, who: Option<Identity>) -> String {
    let name = who.as_ref().map_or("nobody", |who| who.subject());
    format!("{name} {}", path.path())
}

#[require_auth]
#[get("/identity/maybe-of-required")]
async fn identity_maybe_of_required(who: Option<Identity>) -> String {
    who.expect("an identity is certain here").subject().into()
}

type Query = web::Query<Vec<(String, u8)>>;

#[get("/sixteen")]
#[require_auth]
#[allow(clippy::too_many_arguments)]
async fn sixteen(
    who: Identity,
    web::Query(q02): Query,
    web::Query(q03): Query,
    web::Query(q04): Query,
    web::Query(q05): Query,
    web::Query(q06): Query,
    web::Query(q07): Query,
    web::Query(q08): Query,
    web::Query(q09): Query,
    web::Query(q10): Query,
    web::Query(q11): Query,
    web::Query(q12): Query,
    web::Query(q13): Query,
    web::Query(q14): Query,
    web::Query(q15): Query,
    last: HttpRequest,
) -> String {
    let queries = [
        q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15,
    ];
    let sum: u8 = queries.iter().map(|query| query[0].1).sum();
    format!("{} {sum} {}", who.subject(), last.path())
}

/// Ready at the second poll, and then an error where the request asks for one.
struct Later(String);

impl FromRequest for Later {
    type Error = Teapot;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Teapot>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let query = request.query_string().to_owned();
        Box::pin(async move {
            pending_once().await;
            if query == "teapot" {
                Err(Teapot)
            } else {
                Ok(Self(query))
            }
        })
    }
}

#[get("/later")]
#[require_auth]
async fn later(one: Later, who: Identity, two: Later) -> String {
    format!("{} {} {}", one.0, who.subject(), two.0)
}

/// The one that waits stands before one that does not.
#[require_auth]
#[get("/later/first")]
async fn later_first(one: Later, who: Identity, _: HttpRequest) -> String {
    format!("{} {}", one.0, who.subject())
}

/// An extractor of the path, which answers 404, and one of JSON, which answers 400.
#[post("/number/{number}")]
#[require_auth]
async fn number(number: web::Path<i8>, pair: web::Json<Pair>) -> String {
    format!("{number} {} {}", pair.left, pair.right)
}

#[require_auth]
#[post("/payload/twice")]
async fn payload_twice(first: Bytes, second: Bytes) -> String {
    format!("{} {}", first.len(), second.len())
}

#[post("/payload/either")]
#[require_auth]
async fn payload_either(body: Either<web::Json<Pair>, String>) -> String {
    match body {
        Either::Left(pair) => format!("pair {}", pair.left + pair.right),
        Either::Right(text) => format!("text {text}"),
    }
}

#[require_auth]
#[post("/payload/optional")]
async fn payload_optional(pair: Option<web::Json<Pair>>, why: Result<Later, Teapot>) -> String {
    format!("{} {}", pair.is_some(), why.is_ok())
}

async fn app(issuer: &TestIssuer) -> TestApp {
    let app = App::new()
        .app_data(issuer.auth())
        .service((identity_last, identity_twice))
        .service((identity_maybe, identity_maybe_of_required))
        .service((sixteen, later, later_first, number))
        .service((payload_twice, payload_either, payload_optional));
    start(app).await
}

/// Sends as `alice`; the answer as `status body`.
async fn answer(request: Ask) -> String {
    let issuer = TestIssuer::new();
    let app = app(&issuer).await;
    let answer = request.bearer(issuer.token("alice")).send(&app).await;
    format!("{} {}", answer.status.as_u16(), answer.text())
}

#[actix_web::test]
async fn an_identity_stands_anywhere_among_the_arguments() {
    for (path, expected) in [
        ("/identity/last", "200 alice"),
        ("/identity/twice", "200 alice /identity/twice alice"),
        ("/identity/maybe", "200 alice /identity/maybe"),
        ("/identity/maybe-of-required", "200 alice"),
    ] {
        assert_eq!(answer(get(path)).await, expected);
    }
    let issuer = TestIssuer::new();
    let anonymous = get("/identity/maybe").send(&app(&issuer).await).await;
    assert_eq!(anonymous.text(), "nobody /identity/maybe");
}

#[actix_web::test]
async fn a_handler_has_up_to_sixteen_arguments() {
    let expected = "200 alice 42 /sixteen";
    assert_eq!(answer(get("/sixteen?number=3")).await, expected);
}

#[actix_web::test]
async fn extractors_that_wait_are_waited_for() {
    assert_eq!(answer(get("/later?x")).await, "200 x alice x");
    assert_eq!(answer(get("/later/first?x")).await, "200 x alice");
}

#[actix_web::test]
async fn an_extractor_s_error_keeps_its_own_status() {
    for (request, status) in [
        (get("/later?teapot"), "418"),
        (post("/number/x").json("{}"), "404"),
        (post("/number/300").json("{}"), "404"),
        (post("/number/3").body("{}"), "400"),
        (post("/number/3").json("{}"), "400"),
        (get("/sixteen?number=x"), "400"),
    ] {
        let answer = answer(request).await;
        assert!(answer.starts_with(status), "{status}: {answer}");
    }
}

#[actix_web::test]
async fn the_first_extractor_of_the_payload_gets_it() {
    let request = post("/payload/twice").body("seven b");
    assert_eq!(answer(request).await, "200 7 0");
}

#[actix_web::test]
async fn extractors_that_catch_failures_still_catch_them() {
    let pair = post("/payload/either").json(r#"{"left":3,"right":4}"#);
    assert_eq!(answer(pair).await, "200 pair 7");
    let text = post("/payload/either").header("content-type", "text/plain");
    assert_eq!(answer(text.body("x")).await, "200 text x");
    let neither = post("/payload/optional?teapot").json("{}");
    assert_eq!(answer(neither).await, "200 false false");
}
