//! WebSockets, by `actix-ws`. The requests bring their frames along, unmasked by a key of zeros.

use actix_web::{Error, HttpRequest, HttpResponse, Responder, get, rt, web};
use actix_ws::{AggregatedMessage, CloseCode, CloseReason, Message};
use futures_util::StreamExt;

// What follows: the text "hello", then a close frame.

//@ GET /echo => 101
//@ connection: upgrade
//@ upgrade: websocket
//@ sec-websocket-version: 13
//@ sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==
//@ x 81 85 00000000 68656c6c6f 88 82 00000000 03e8
//@ GET /echo => 400
#[get("/echo")]
async fn echo(request: HttpRequest, body: web::Payload) -> Result<HttpResponse, Error> {
    let (response, mut session, mut messages) = actix_ws::handle(&request, body)?;
    rt::spawn(async move {
        while let Some(Ok(message)) = messages.next().await {
            match message {
                Message::Text(text) => session.text(text).await.unwrap(),
                Message::Ping(bytes) => session.pong(&bytes).await.unwrap(),
                Message::Close(reason) => {
                    let _ = session.close(reason).await;
                    break;
                }
                _ => {}
            }
        }
    });
    Ok(response)
}

//@ GET /first => 101
//@ connection: upgrade
//@ upgrade: websocket
//@ sec-websocket-version: 13
//@ sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==
//@ x 81 85 00000000 68656c6c6f 89 80 00000000
#[get("/first")]
async fn first(request: HttpRequest, stream: web::Payload) -> actix_web::Result<impl Responder> {
    let (response, mut session, messages) = actix_ws::handle(&request, stream)?;
    let mut messages = messages.max_frame_size(1024).aggregate_continuations();
    rt::spawn(async move {
        if let Some(Ok(AggregatedMessage::Text(text))) = messages.recv().await {
            session.text(format!("first: {text}")).await.unwrap();
        }
        let reason = CloseReason {
            code: CloseCode::Normal,
            description: Some("enough".into()),
        };
        session.close(Some(reason)).await
    });
    Ok(response)
}

async fn serve(mut session: actix_ws::Session, mut stream: actix_ws::MessageStream) {
    // Not a handler: what the next one spawns.
    while let Some(Ok(Message::Ping(bytes))) = stream.recv().await {
        if session.pong(&bytes).await.is_err() {
            return;
        }
    }
    let _ = session.close(None).await;
}

//@ GET /pong => 101
//@ connection: upgrade
//@ upgrade: websocket
//@ sec-websocket-version: 13
//@ sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==
//@ x 89 82 00000000 6869 88 80 00000000
async fn pong(request: HttpRequest, body: web::Payload) -> Result<HttpResponse, Error> {
    let (response, session, stream) = actix_ws::handle(&request, body)?;
    rt::spawn(serve(session, stream));
    Ok(response)
}

//@ GET /room/7 => 101
//@ connection: upgrade
//@ upgrade: websocket
//@ sec-websocket-version: 13
//@ sec-websocket-protocol: chat.v2, chat.v1
//@ sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==
//@ x 88 80 00000000
#[get("/room/{id}")]
async fn room(
    request: HttpRequest,
    stream: web::Payload,
    id: web::Path<u32>,
    greeting: web::Data<&'static str>,
) -> Result<HttpResponse, Error> {
    let (response, mut session, _stream) =
        actix_ws::handle_with_protocols(&request, stream, &["chat.v1"])?;
    rt::spawn(async move {
        session.text(format!("{} {id}", **greeting)).await.unwrap();
        session.close(None).await.unwrap();
    });
    Ok(response)
}

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .app_data(web::Data::new("welcome to room"))
        .service((echo, first, room))
        .route("/pong", web::get().to(pong));
}
