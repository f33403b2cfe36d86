//! Refusals in an app that logs by `log` alone, as with `env_logger`.
#![allow(
    clippy::unwrap_used,
    reason = "a failed expectation is how a test fails"
)]

use std::sync::Mutex;

use actix_web::test::{TestRequest, call_service, init_service};
use actix_web::{App, get};
use auth_runtime::testing::TestIssuer;
use auth_runtime::{require_auth, require_role};
use log::{LevelFilter, Log, Metadata, Record};

#[require_auth]
#[require_role("admin")]
#[get("/admin")]
async fn admin() -> &'static str {
    "in"
}

/// Keeps the lines about refusals.
struct Sink(Mutex<Vec<String>>);

static SINK: Sink = Sink(Mutex::new(Vec::new()));

impl Log for Sink {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "auth_runtime::denial"
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            let line = format!("{} {}", record.level(), record.args());
            self.0.lock().unwrap().push(line);
        }
    }

    fn flush(&self) {}
}

#[actix_web::test]
async fn a_refusal_is_a_line_where_nobody_subscribes_to_events() {
    log::set_logger(&SINK).unwrap();
    log::set_max_level(LevelFilter::Info);
    let issuer = TestIssuer::new();
    let app = App::new().app_data(issuer.auth()).service(admin);
    let app = init_service(app).await;
    let bob = TestRequest::get()
        .uri("/admin")
        .insert_header(issuer.token("bob").bearer());
    for (request, status) in [(TestRequest::get().uri("/admin"), 401), (bob, 403)] {
        assert_eq!(
            call_service(&app, request.to_request()).await.status(),
            status
        );
    }
    let lines = SINK.0.lock().unwrap().clone();
    let [challenged, forbidden] = &lines[..] else {
        unreachable!("two lines: {lines:?}")
    };
    assert!(
        challenged.starts_with("INFO") && challenged.contains("no_credential"),
        "{lines:?}"
    );
    assert!(
        forbidden.starts_with("WARN") && forbidden.contains("bob"),
        "{lines:?}"
    );
}
