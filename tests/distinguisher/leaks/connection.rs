//! Leaks by what happens to the body of the request, and to the connection.

use actix_web::HttpResponse;
use actix_web::web::{self, Json, Payload};
use futures_util::StreamExt;
use tests::distinguisher::Kind;

use super::{attack, field, finds, miss};

/// The body is extracted before anybody asks who sent it.
#[test]
fn a_body_that_is_read_before_the_refusal() {
    async fn hidden(_: Json<serde_json::Value>) -> HttpResponse {
        miss()
    }
    let report = attack(|app| {
        app.route("/hidden", web::post().to(hidden))
            .route("/hidden", web::to(|| async { miss() }));
    });
    assert!(report.has(&Kind::Status), "{report}");
    let malformed = report
        .differences
        .iter()
        .any(|it| it.probe.contains("malformed"));
    assert!(malformed, "{report}");
}

/// The answer is the same to the byte, and the connection outlives the body or not.
#[test]
fn a_body_that_is_drained() {
    async fn hidden(mut body: Payload) -> HttpResponse {
        while body.next().await.is_some() {}
        miss()
    }
    let report = attack(|app| {
        app.route("/hidden", web::to(hidden));
    });
    assert!(report.tells(), "{report}");
    let has = |kind: Kind| report.has(&kind);
    assert!(has(field("connection")) || has(Kind::Answers), "{report}");
}

#[test]
fn a_connection_that_is_closed() {
    finds(&[Kind::Answers, field("connection")], |_| {
        let mut answer = miss();
        answer
            .head_mut()
            .set_connection_type(actix_web::http::ConnectionType::Close);
        answer
    });
}
