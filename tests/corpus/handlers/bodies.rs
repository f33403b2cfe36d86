//! The request's content, whole and in pieces.

use actix_web::error::PayloadError;
use actix_web::web::{Buf, Bytes, BytesMut};
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse, Responder, post, put, web};
use futures_util::{Stream, StreamExt, TryStreamExt};

const LIMIT: usize = 64;

//@ POST /bytes
//@ > some bytes
//@ POST /bytes
#[post("/bytes")]
async fn as_bytes(body: Bytes) -> String {
    format!("{} bytes", body.len())
}

//@ POST /bytes-mut
//@ > some bytes
#[post("/bytes-mut")]
async fn bytes_mut(mut body: Bytes) -> Bytes {
    body.advance(5);
    body
}

//@ POST /string
//@ > some text
//@ POST /string => 400
//@ x fffe
#[post("/string")]
async fn as_string(body: String) -> String {
    body.to_uppercase()
}

//@ PUT /string-mut
//@ > text
#[put("/string-mut")]
async fn string_mut(mut body: String) -> String {
    body.push('!');
    body
}

//@ POST /payload
//@ > in pieces
//@ POST /payload => 413
//@ > longer than sixty-four bytes, which is where this handler stops to read and says so
#[post("/payload")]
async fn in_pieces(mut payload: web::Payload) -> Result<String, Error> {
    let mut body = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk?;
        if body.len() + chunk.len() > LIMIT {
            return Err(actix_web::error::ErrorPayloadTooLarge("overflow"));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(format!("{body:?}"))
}

//@ POST /payload-inner
//@ > in pieces
#[post("/payload-inner")]
async fn payload_inner(payload: web::Payload) -> Result<HttpResponse, PayloadError> {
    let mut inner = payload.into_inner();
    let mut length = 0;
    while let Some(chunk) = inner.try_next().await? {
        length += chunk.len();
    }
    Ok(HttpResponse::Ok().body(length.to_string()))
}

//@ POST /payload-whole
//@ > in one piece
#[post("/payload-whole")]
async fn payload_whole(payload: web::Payload) -> actix_web::Result<impl Responder> {
    let bytes = payload
        .to_bytes_limited(LIMIT)
        .await
        .map_err(|_| actix_web::error::ErrorPayloadTooLarge("too long"))??;
    Ok(bytes)
}

//@ POST /echo
//@ content-type: text/markdown
//@ > # echo
#[post("/echo")]
async fn echo(request: HttpRequest, body: web::Payload) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(request.content_type().to_owned())
        .streaming(body)
}

//@ POST /lines
//@ > one
//@ > two
//@ > three
#[post("/lines")]
async fn lines(body: web::Bytes) -> Result<String, Error> {
    let text = std::str::from_utf8(&body).map_err(actix_web::error::ErrorBadRequest)?;
    Ok(text.lines().rev().collect::<Vec<_>>().join("/"))
}

async fn total(mut stream: impl Stream<Item = Result<Bytes, PayloadError>> + Unpin) -> usize {
    // Not a handler: a helper of the next.
    let mut total = 0;
    while let Some(Ok(chunk)) = stream.next().await {
        total += chunk.len();
    }
    total
}

//@ POST /helped
//@ > counted by another function
#[post("/helped")]
async fn helped(payload: web::Payload) -> String {
    total(payload).await.to_string()
}

//@ POST /twice/4
//@ > beside a path
#[post("/twice/{id}")]
async fn twice(id: web::Path<u8>, body: Option<String>, rest: web::Payload) -> String {
    let left = total(rest).await;
    format!("{id} {body:?} {left}")
}

//@ POST /to
//@ > by `to`
async fn to(body: Bytes) -> impl Responder {
    body
}

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service((as_bytes, bytes_mut, as_string, string_mut))
        .service((in_pieces, payload_inner, payload_whole, echo))
        .service((lines, helped, twice))
        .route("/to", web::post().to(to));
}
