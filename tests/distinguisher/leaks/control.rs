//! Nothing is found where nothing leaks.

use actix_web::http::header::LOCATION;
use actix_web::{App, HttpRequest, HttpResponse, web};
use tests::distinguisher::Caller;

use super::{attack, miss, serve};
use tests::server::Server;

#[test]
fn a_handler_that_answers_as_a_miss_is_not_found() {
    let report = attack(|app| {
        app.route("/hidden", web::to(|| async { miss() }));
    });
    assert!(!report.tells() && report.is_steady(), "{report}");
    assert!(report.pairs > 150, "{report}");
}

/// What actix-web's router itself takes longer for a path that it has: reported, for comparison.
#[test]
fn a_handler_that_answers_as_a_miss_takes_a_little_longer() {
    let server = serve(|app| {
        app.route("/hidden", web::to(|| async { miss() }));
    });
    let attack = server.attacked("/hidden", "/absent");
    let attack = attack
        .caller(Caller::anonymous())
        .pairs(0)
        .every(10)
        .samples(200);
    println!("{}", attack.run().unwrap());
}

/// The caller knows what it asked for: only what else is there may differ.
#[test]
fn a_path_that_is_repeated_tells_nothing() {
    async fn to_login(request: HttpRequest) -> HttpResponse {
        let back: String = request
            .uri()
            .path()
            .split('/')
            .collect::<Vec<_>>()
            .join("%2F");
        HttpResponse::SeeOther()
            .insert_header((LOCATION, format!("/login?to={back}")))
            .body(format!("log in for {}", request.uri()))
    }
    let server = Server::start_with_http2(|| {
        App::new()
            .route("/hidden", web::to(to_login))
            .default_service(web::to(to_login))
    });
    let attack = server.attacked("/hidden", "/absent");
    let attack = attack.caller(Caller::anonymous()).pairs(0).samples(0);
    let report = attack.run().unwrap();
    assert!(!report.tells() && report.is_steady(), "{report}");
}
