//! Handlers that hide badly: each tells its path by one thing, and the distinguisher names it.

mod answer;
mod asked;
mod caller;
mod connection;
mod control;
mod route;
mod time;

use actix_web::web::ServiceConfig;
use actix_web::{App, HttpRequest, HttpResponse, web};
use tests::distinguisher::{Caller, Kind, Report};

use tests::server::Server;

/// What this app answers to a path that does not exist.
fn miss() -> HttpResponse {
    HttpResponse::NotFound()
        .insert_header(("Cache-Control", "no-store"))
        .insert_header(("Vary", "Accept"))
        .content_type("application/json")
        .body(r#"{"error":"not_found"}"#)
}

/// An app with a path that it hides in its own way, and everything else a [`miss`].
fn serve(hide: fn(&mut ServiceConfig)) -> Server {
    Server::start_with_http2(move || {
        App::new()
            .configure(hide)
            .default_service(web::to(|| async { miss() }))
    })
}

/// What an attacker finds out who sends everything once and takes no time.
fn attack(hide: fn(&mut ServiceConfig)) -> Report {
    let server = serve(hide);
    let attack = server.attacked("/hidden", "/absent");
    let attack = attack.caller(Caller::anonymous()).pairs(0).samples(0);
    attack.run().unwrap()
}

/// That a handler of `/hidden`, which changes a miss for some requests, is found by this.
#[track_caller]
fn finds(kinds: &[Kind], answer: fn(&HttpRequest) -> HttpResponse) {
    // A closure that captures is no `fn`, so that the handler gets it as data.
    let server = Server::start_with_http2(move || {
        let hidden = move |request: HttpRequest| async move { answer(&request) };
        App::new()
            .route("/hidden", web::to(hidden))
            .default_service(web::to(|| async { miss() }))
    });
    let attack = server.attacked("/hidden", "/absent");
    let attack = attack.caller(Caller::anonymous()).pairs(0).samples(0);
    tells(&attack.run().unwrap(), kinds);
}

/// That a report has exactly these kinds of differences.
#[track_caller]
fn tells(report: &Report, kinds: &[Kind]) {
    assert_eq!(report.kinds(), kinds.iter().cloned().collect(), "{report}");
    assert!(report.tells() && report.is_steady(), "{report}");
}

fn field(name: &str) -> Kind {
    Kind::Field(name.into())
}
