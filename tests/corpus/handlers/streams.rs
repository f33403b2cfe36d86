//! Answers in pieces: streams, channels, server-sent events.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, BodyStream, MessageBody, SizedStream};
use actix_web::http::header::{self, ContentType};
use actix_web::web::Bytes;
use actix_web::{Error, HttpResponse, Responder, get, post, rt, web};
use futures_util::stream::{self, LocalBoxStream};
use futures_util::{Stream, StreamExt};

//@ GET /iter
#[get("/iter")]
async fn iter() -> HttpResponse {
    let parts = ["a", "b", "c"].map(|part| Ok::<_, Error>(Bytes::from(part)));
    HttpResponse::Ok().streaming(stream::iter(parts))
}

//@ GET /unfold/3
#[get("/unfold/{count}")]
async fn unfold(count: web::Path<u8>) -> impl Responder {
    let count = count.into_inner();
    let numbers = stream::unfold(0, move |at| async move {
        (at < count).then(|| (Ok::<_, Infallible>(Bytes::from(at.to_string())), at + 1))
    });
    HttpResponse::Ok()
        .content_type(ContentType::plaintext())
        .streaming(numbers)
}

//@ GET /generated
#[get("/generated")]
async fn generated() -> HttpResponse {
    let lines = async_stream::stream! {
        for number in 0..3 {
            rt::task::yield_now().await;
            yield Ok::<_, Infallible>(Bytes::from(format!("line {number}\n")));
        }
    };
    HttpResponse::Ok().streaming(lines)
}

//@ GET /generated-fallible
#[get("/generated-fallible")]
async fn generated_fallible() -> Result<HttpResponse, Error> {
    let lines = async_stream::try_stream! {
        let number: u8 = "7".parse().map_err(actix_web::error::ErrorBadRequest)?;
        yield Bytes::from(vec![b'x'; number.into()]);
    };
    let lines: LocalBoxStream<'static, Result<Bytes, Error>> = lines.boxed_local();
    Ok(HttpResponse::Ok().streaming(lines))
}

//@ GET /events
//@ accept: text/event-stream
#[get("/events")]
async fn server_events() -> impl Responder {
    let events = stream::iter(["open", "message", "close"])
        .map(|name| Ok::<_, Infallible>(Bytes::from(format!("event: {name}\ndata: {{}}\n\n"))));
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/event-stream"))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .streaming(events)
}

/// A body written by hand.
struct Countdown(u8);

impl MessageBody for Countdown {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Sized(u64::from(self.0) * 2)
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Infallible>>> {
        if self.0 == 0 {
            return Poll::Ready(None);
        }
        self.0 -= 1;
        Poll::Ready(Some(Ok(Bytes::from(format!("{} ", self.0)))))
    }
}

//@ GET /by-hand
#[get("/by-hand")]
async fn by_hand() -> HttpResponse<Countdown> {
    HttpResponse::Ok().message_body(Countdown(3)).unwrap()
}

//@ GET /by-hand-boxed
#[get("/by-hand-boxed")]
async fn by_hand_boxed() -> HttpResponse {
    HttpResponse::Ok().body(Countdown(2))
}

//@ GET /sized
#[get("/sized")]
async fn sized() -> HttpResponse {
    let parts = stream::iter([Ok::<_, Error>(Bytes::from_static(b"sized"))]);
    HttpResponse::Ok().body(SizedStream::new(5, parts))
}

fn words() -> impl Stream<Item = Result<Bytes, Error>> {
    stream::iter(["two ", "words"]).map(|word| Ok(Bytes::from(word)))
}

//@ GET /body-stream
#[get("/body-stream")]
async fn body_stream() -> HttpResponse<BodyStream<impl Stream<Item = Result<Bytes, Error>>>> {
    HttpResponse::Ok()
        .message_body(BodyStream::new(words()))
        .unwrap()
}

//@ GET /spawned
#[get("/spawned")]
async fn spawned() -> Result<String, Error> {
    let task = rt::spawn(async { 6 * 7 });
    let number = task
        .await
        .map_err(actix_web::error::ErrorInternalServerError)?;
    Ok(number.to_string())
}

//@ GET /blocking
#[get("/blocking")]
async fn blocking() -> actix_web::Result<String> {
    let sum = web::block(|| (1..=10).sum::<u32>()).await?;
    Ok(sum.to_string())
}

//@ POST /transformed
//@ > upside down
#[post("/transformed")]
async fn transformed(payload: web::Payload) -> HttpResponse {
    HttpResponse::Ok().streaming(payload.map(|chunk| {
        chunk.map(|chunk| Bytes::from(chunk.iter().rev().copied().collect::<Vec<_>>()))
    }))
}

//@ GET /to
async fn to() -> HttpResponse {
    HttpResponse::Ok().streaming(words())
}

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service((iter, unfold, generated, generated_fallible, server_events))
        .service((by_hand, by_hand_boxed, sized, body_stream))
        .service((spawned, blocking, transformed))
        .route("/to", web::get().to(to));
}
