//! Promise 3: the handler stays the handler: its body, its patterns, its return type.

use std::cell::Cell;
use std::fmt::Display;
use std::rc::Rc;

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderMap, USER_AGENT};
use actix_web::web::{self, Bytes};
use actix_web::{
    App, Either, Error, HttpRequest, HttpResponse, Responder, ResponseError, get, post,
};
use auth_runtime::testing::TestIssuer;
use auth_runtime::{Identity, require_auth};
use serde::{Deserialize, Serialize};

use crate::app::{Ask, get, post, start};
use crate::authenticators::pending_once;

/// An error with a status of its own.
#[derive(Debug)]
pub(crate) struct Teapot;

impl Display for Teapot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("short and stout")
    }
}

impl ResponseError for Teapot {
    fn status_code(&self) -> StatusCode {
        StatusCode::IM_A_TEAPOT
    }
}

fn even(number: u32) -> Result<u32, Teapot> {
    number.is_multiple_of(2).then_some(number).ok_or(Teapot)
}

#[get("/returns/string")]
#[require_auth]
async fn returns_string() -> String {
    "string".into()
}

#[require_auth]
#[get("/returns/responder")]
async fn returns_responder() -> impl Responder {
    ("responder", StatusCode::CREATED)
}

#[get("/returns/response")]
#[require_auth]
async fn returns_response() -> HttpResponse {
    HttpResponse::Accepted().body("response")
}

#[require_auth]
#[get("/returns/nothing")]
async fn returns_nothing() -> HttpResponse {
    HttpResponse::new(StatusCode::NO_CONTENT)
}

#[get("/returns/either/{number}")]
#[require_auth]
async fn returns_either(number: web::Path<u32>) -> Either<&'static str, HttpResponse> {
    if *number == 0 {
        return Either::Left("left");
    }
    Either::Right(HttpResponse::Ok().body("right"))
}

#[require_auth]
#[get("/returns/option/{number}")]
async fn returns_option(number: web::Path<u32>) -> Option<&'static str> {
    even(*number).ok()?;
    Some("some")
}

#[get("/returns/json")]
#[require_auth]
async fn returns_json() -> actix_web::Result<web::Json<Vec<u8>>> {
    Ok(web::Json(vec![1, 2]))
}

#[require_auth]
#[get("/returns/result/{number}")]
async fn returns_result(number: web::Path<u32>) -> Result<String, Teapot> {
    let number = even(number.into_inner())?;
    if number > 100 {
        return Err(Teapot);
    }
    Ok(number.to_string())
}

#[get("/returns/stream")]
#[require_auth]
async fn returns_stream() -> HttpResponse {
    let parts = ["a", "b", "c"].map(|part| Ok::<_, Error>(Bytes::from_static(part.as_bytes())));
    HttpResponse::Ok().streaming(futures_util::stream::iter(parts))
}

/// A documented handler, with attributes of others before and after ours.
#[must_use]
#[get("/attributes")]
#[allow(clippy::unused_async)]
#[require_auth]
#[inline(never)]
#[allow(unused_variables)]
async fn attributes(#[allow(unused_mut)] mut unused: web::Query<Vec<(String, String)>>) -> String {
    let unused_too = 0;
    "attributes".into()
}

#[derive(Deserialize)]
struct Pair {
    left: u8,
    right: u8,
}

#[require_auth]
#[post("/patterns/{left}/{right}")]
async fn patterns(
    who: Identity,
    mut path: web::Path<(u8, u8)>,
    web::Json(Pair {
        left: mut third, ..
    }): web::Json<Pair>,
    _: HttpRequest,
    web::Query(ref pairs @ Pair { right: fourth, .. }): web::Query<Pair>,
) -> String {
    path.1 += 1;
    third += 1;
    let (left, right) = path.into_inner();
    let name = who.subject();
    format!("{name} {left} {right} {third} {fourth} {}", pairs.left)
}

#[require_auth]
async fn generic<T, const N: usize>(number: web::Path<T>) -> impl Responder
where
    T: Clone + Display + for<'a> Deserialize<'a> + 'static,
{
    vec![number.to_string(); N].join(" ")
}

/// A handler that holds what is not `Send` across an await, and shadows names.
#[get("/not-send")]
#[require_auth]
async fn not_send(request: HttpRequest) -> String {
    let count = Rc::new(Cell::new(1));
    let arguments = count.clone();
    pending_once().await;
    arguments.set(2);
    let headers: &HeaderMap = request.headers();
    format!("{} {}", count.get(), headers.contains_key(USER_AGENT))
}

#[derive(Serialize)]
struct Page<T>(T);

impl<T: Serialize + 'static> Responder for Page<T> {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok().json(self)
    }
}

#[require_auth]
#[get("/returns/page")]
async fn returns_page() -> Page<&'static str> {
    Page("page")
}

/// Sends as `alice`; the answer as `status body`.
async fn answer(request: Ask) -> String {
    let issuer = TestIssuer::new();
    let app = App::new()
        .app_data(issuer.auth())
        .service((returns_string, returns_responder, returns_response))
        .service((returns_nothing, returns_either, returns_option))
        .service((returns_json, returns_result, returns_stream, returns_page))
        .service((attributes, patterns, not_send))
        .route("/generic/{number}", web::get().to(generic::<i8, 2>));
    let token = issuer.token("alice");
    let answer = request.bearer(token).send(&start(app).await).await;
    format!("{} {}", answer.status.as_u16(), answer.text())
}

#[actix_web::test]
async fn every_return_type_answers_as_without_the_attribute() {
    for (path, expected) in [
        ("/returns/string", "200 string"),
        ("/returns/responder", "201 responder"),
        ("/returns/response", "202 response"),
        ("/returns/nothing", "204 "),
        ("/returns/either/0", "200 left"),
        ("/returns/either/1", "200 right"),
        ("/returns/option/2", "200 some"),
        ("/returns/option/1", "404 "),
        ("/returns/json", "200 [1,2]"),
        ("/returns/stream", "200 abc"),
        ("/returns/page", r#"200 "page""#),
    ] {
        assert_eq!(answer(get(path)).await, expected, "{path}");
    }
}

#[actix_web::test]
async fn the_question_mark_and_early_returns_leave_the_handler() {
    for (path, expected) in [
        ("/returns/result/2", "200 2"),
        ("/returns/result/1", "418 short and stout"),
        ("/returns/result/102", "418 short and stout"),
    ] {
        assert_eq!(answer(get(path)).await, expected, "{path}");
    }
}

#[actix_web::test]
async fn patterns_generics_and_attributes_mean_what_they_meant() {
    let request = post("/patterns/1/2?left=5&right=6").json(r#"{"left":3,"right":4}"#);
    assert_eq!(answer(request).await, "200 alice 1 3 4 6 5");
    assert_eq!(answer(get("/generic/-7")).await, "200 -7 -7");
    assert_eq!(answer(get("/attributes")).await, "200 attributes");
    assert_eq!(answer(get("/not-send")).await, "200 2 false");
}
