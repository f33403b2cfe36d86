//! Every kind of answer.

use std::borrow::Cow;
use std::sync::Arc;

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::http::header::{self, ContentType};
use actix_web::http::{Method, StatusCode};
use actix_web::web::{Bytes, BytesMut, Redirect};
use actix_web::{
    CustomizeResponder, Either, HttpRequest, HttpResponse, HttpResponseBuilder, Responder, get,
    head, patch, post, web,
};
use serde::Serialize;

#[derive(Serialize, Clone)]
struct Book {
    title: &'static str,
    pages: Option<u32>,
}

const EMMA: Book = Book {
    title: "Emma",
    pages: None,
};

//@ GET /string
#[get("/string")]
async fn string() -> String {
    String::from("string")
}

//@ GET /str
#[get("/str")]
async fn static_text() -> &'static str {
    "str"
}

//@ GET /cow
#[get("/cow")]
async fn cow() -> Cow<'static, str> {
    Cow::Borrowed("cow")
}

//@ GET /slice
#[get("/slice")]
async fn slice() -> &'static [u8] {
    b"slice"
}

//@ GET /vec
#[get("/vec")]
async fn vec() -> Vec<u8> {
    vec![b'v'; 3]
}

//@ GET /bytes
#[get("/bytes")]
async fn bytes() -> Bytes {
    Bytes::from_static(b"bytes")
}

//@ GET /bytes-mut
#[get("/bytes-mut")]
async fn bytes_mut() -> BytesMut {
    BytesMut::from(&b"bytes"[..])
}

//@ GET /response => 202
#[get("/response")]
async fn response() -> HttpResponse {
    HttpResponse::Accepted().body("response")
}

//@ GET /builder => 204
#[get("/builder")]
async fn builder() -> HttpResponseBuilder {
    HttpResponse::NoContent()
}

//@ GET /builder-by-trait => 418
#[get("/builder-by-trait")]
async fn builder_by_trait() -> impl Responder {
    HttpResponse::build(StatusCode::IM_A_TEAPOT)
}

//@ GET /response-of-bytes
#[get("/response-of-bytes")]
async fn response_of_bytes() -> HttpResponse<Bytes> {
    HttpResponse::with_body(StatusCode::OK, Bytes::from_static(b"typed"))
}

//@ GET /headers
#[get("/headers")]
async fn headers() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(ContentType::html())
        .insert_header((header::CACHE_CONTROL, "max-age=60"))
        .append_header(("x-part", "1"))
        .append_header(("x-part", "2"))
        .body("<p>headers</p>")
}

//@ POST /pair => 201
#[post("/pair")]
async fn pair() -> (String, StatusCode) {
    ("created".into(), StatusCode::CREATED)
}

//@ POST /pair-of-json => 202
#[post("/pair-of-json")]
async fn pair_of_json() -> (web::Json<Book>, StatusCode) {
    (web::Json(EMMA), StatusCode::ACCEPTED)
}

//@ GET /json
#[get("/json")]
async fn json() -> web::Json<Book> {
    web::Json(EMMA)
}

//@ GET /json-list
#[get("/json-list")]
async fn json_list() -> impl Responder {
    web::Json([EMMA, EMMA])
}

//@ GET /json-built
#[get("/json-built")]
async fn json_built() -> HttpResponse {
    HttpResponse::Ok().json(serde_json::json!({ "title": EMMA.title }))
}

//@ GET /form
#[get("/form")]
async fn form() -> web::Form<Book> {
    web::Form(EMMA)
}

//@ GET /option/1
//@ GET /option/2 => 404
#[get("/option/{id}")]
async fn option(id: web::Path<u8>) -> Option<web::Json<Book>> {
    (*id == 1).then_some(web::Json(EMMA))
}

//@ GET /option-by-trait/2 => 404
#[get("/option-by-trait/{id}")]
async fn option_by_trait(id: web::Path<u8>) -> Option<impl Responder> {
    if *id == 2 {
        return None;
    }
    Some("there")
}

//@ GET /result/1
//@ GET /result/0 => 500
#[get("/result/{id}")]
async fn result(id: web::Path<u8>) -> actix_web::Result<HttpResponse> {
    let half = 100_u8
        .checked_div(*id)
        .ok_or_else(|| actix_web::error::ErrorInternalServerError("by zero"))?;
    Ok(HttpResponse::Ok().body(half.to_string()))
}

//@ GET /result-by-trait
#[get("/result-by-trait")]
async fn result_by_trait() -> actix_web::Result<impl Responder> {
    Ok(web::Json(EMMA))
}

//@ GET /either/0
//@ GET /either/1 => 400
#[get("/either/{id}")]
async fn either(id: web::Path<u8>) -> Either<HttpResponse, &'static str> {
    match id.into_inner() {
        0 => Either::Right("right"),
        _ => Either::Left(HttpResponse::BadRequest().body("left")),
    }
}

//@ GET /either-of-three/2
#[get("/either-of-three/{id}")]
async fn either_of_three(id: web::Path<u8>) -> Either<String, Either<web::Json<Book>, Bytes>> {
    match *id {
        0 => Either::Left("first".into()),
        1 => Either::Right(Either::Left(web::Json(EMMA))),
        _ => Either::Right(Either::Right(Bytes::from_static(b"third"))),
    }
}

//@ GET /customized => 203
#[get("/customized")]
async fn customized() -> CustomizeResponder<&'static str> {
    "customized"
        .customize()
        .with_status(StatusCode::NON_AUTHORITATIVE_INFORMATION)
        .insert_header(("x-custom", "yes"))
}

//@ GET /customized-by-trait => 201
#[get("/customized-by-trait")]
async fn customized_by_trait() -> impl Responder {
    web::Json(EMMA)
        .customize()
        .with_status(StatusCode::CREATED)
        .append_header((header::LOCATION, "/books/1"))
}

//@ GET /redirect => 307
#[get("/redirect")]
async fn redirect() -> Redirect {
    Redirect::to("/elsewhere")
}

//@ POST /redirect-see-other => 303
#[post("/redirect-see-other")]
async fn redirect_see_other() -> impl Responder {
    Redirect::to("/elsewhere").see_other()
}

//@ GET /redirect-by-hand => 308
#[get("/redirect-by-hand")]
async fn redirect_by_hand() -> HttpResponse {
    HttpResponse::PermanentRedirect()
        .insert_header((header::LOCATION, "/elsewhere"))
        .finish()
}

struct Xml<T>(T);

impl<T: AsRef<str>> Responder for Xml<T> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let path = request.path();
        HttpResponse::Ok()
            .content_type("application/xml")
            .body(format!("<a at=\"{path}\">{}</a>", self.0.as_ref()))
    }
}

//@ GET /own
#[get("/own")]
async fn own() -> Xml<&'static str> {
    Xml("own")
}

//@ GET /own-in-a-result
#[get("/own-in-a-result")]
async fn own_in_a_result() -> Result<Xml<String>, actix_web::Error> {
    Ok(Xml("own".to_string()))
}

/// A responder whose body has a type of its own.
struct Maybe(bool);

impl Responder for Maybe {
    type Body = EitherBody<&'static str, Bytes>;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse<Self::Body> {
        if self.0 {
            HttpResponse::Ok()
                .message_body("left")
                .unwrap()
                .map_into_left_body()
        } else {
            HttpResponse::Ok()
                .message_body(Bytes::from_static(b"right"))
                .unwrap()
                .map_into_right_body()
        }
    }
}

//@ GET /body-types?left
//@ GET /body-types
#[get("/body-types")]
async fn body_types(request: HttpRequest) -> Maybe {
    Maybe(request.query_string() == "left")
}

//@ GET /body-by-trait
#[get("/body-by-trait")]
async fn body_by_trait() -> HttpResponse<impl MessageBody> {
    HttpResponse::Ok().message_body("opaque").unwrap()
}

//@ GET /arc
#[get("/arc")]
async fn arc(text: web::Data<String>) -> impl Responder {
    let text: Arc<String> = text.into_inner();
    text.as_str().to_owned()
}

//@ HEAD /head
#[head("/head")]
async fn head_only() -> HttpResponse {
    HttpResponse::Ok().insert_header(("x-length", "9")).finish()
}

//@ PATCH /by-method
#[patch("/by-method")]
async fn by_method(method: Method) -> impl Responder {
    match method {
        Method::PATCH => Either::Left("patched"),
        other => Either::Right(HttpResponse::MethodNotAllowed().body(other.to_string())),
    }
}

//@ GET /never => 503
#[get("/never")]
async fn never() -> Result<String, actix_web::Error> {
    Err(actix_web::error::ErrorServiceUnavailable("closed"))
}

//@ GET /unwrapped => 204
async fn unwrapped() -> impl Responder {
    ((), StatusCode::NO_CONTENT).0.respond()
}

trait Respond {
    fn respond(self) -> HttpResponse;
}

impl Respond for () {
    fn respond(self) -> HttpResponse {
        HttpResponse::NoContent().finish()
    }
}

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .app_data(web::Data::new("arc".to_owned()))
        .service((string, static_text, cow, slice, vec, bytes, bytes_mut))
        .service((
            response,
            builder,
            builder_by_trait,
            response_of_bytes,
            headers,
        ))
        .service((pair, pair_of_json, json, json_list, json_built, form))
        .service((option, option_by_trait, result, result_by_trait))
        .service((either, either_of_three, customized, customized_by_trait))
        .service((redirect, redirect_see_other, redirect_by_hand))
        .service((own, own_in_a_result, body_types, body_by_trait, arc))
        .service((head_only, by_method, never))
        .service(web::resource("/unwrapped").to(unwrapped));
}
