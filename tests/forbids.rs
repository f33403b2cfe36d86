//! Promise 5: a 403 has no challenge, and says no more than that the caller may not.

use actix_web::{App, get, route};
use auth_runtime::testing::{TestClock, TestIssuer};
use auth_runtime::{Auth, Body, require_auth, require_role};
use serde_json::json;

use crate::app::{Answer, TestApp, get, start};
use crate::wire::Server;

#[get("/admin")]
#[require_auth]
#[require_role("admin")]
async fn admin() -> &'static str {
    "in"
}

#[require_role(any("auditor", all("head-of-sales", "emea")))]
#[route("/report", method = "GET", method = "HEAD")]
#[require_auth(realm = "reports")]
async fn report() -> &'static str {
    "in"
}

#[get("/billing")]
#[require_auth]
#[require_role(
    "accountant",
    message = "Ask the accountants; they are on \"floor 2\"."
)]
async fn billing() -> &'static str {
    "in"
}

#[require_auth]
#[require_role("first", message = "The first one is missing.")]
#[require_role("second", message = "The second one is missing.")]
#[get("/stacked")]
async fn stacked() -> &'static str {
    "in"
}

const PATHS: [&str; 4] = ["/admin", "/report", "/billing", "/stacked"];

fn services<T>(app: App<T>, auth: Auth) -> App<T>
where
    T: actix_web::dev::ServiceFactory<
            actix_web::dev::ServiceRequest,
            Config = (),
            Error = actix_web::Error,
            InitError = (),
        >,
{
    app.app_data(auth)
        .service((admin, report, billing, stacked))
}

async fn app(auth: Auth) -> TestApp {
    start(services(App::new(), auth)).await
}

async fn refused(path: &str, issuer: &TestIssuer, app: &TestApp) -> Answer {
    let answer = get(path)
        .bearer(issuer.token("alice").role("guest"))
        .send(app)
        .await;
    assert_eq!(answer.status, 403, "{path}");
    answer
}

#[actix_web::test]
async fn a_403_has_no_challenge_and_is_not_stored() {
    let issuer = TestIssuer::new();
    let app = app(issuer.auth()).await;
    for path in PATHS {
        let answer = refused(path, &issuer, &app).await;
        assert_eq!(answer.challenges(), [""; 0], "{path}");
        assert_eq!(answer.lines("cache-control"), ["no-store"], "{path}");
        assert_eq!(answer.lines("content-type"), ["application/json"], "{path}");
    }
}

#[actix_web::test]
async fn the_body_has_error_message_and_timestamp() {
    let issuer = TestIssuer::new().clock(TestClock::at(1_794_488_399));
    let app = app(issuer.auth()).await;
    let answer = refused("/admin", &issuer, &app).await;
    let expected = json!({
        "error": "forbidden",
        "message": "You may not do this.",
        "timestamp": "2026-11-12T12:59:59Z",
    });
    assert_eq!(answer.json(), expected);
}

#[actix_web::test]
async fn the_message_of_the_attribute_replaces_the_default() {
    let issuer = TestIssuer::new();
    let app = app(issuer.auth()).await;
    let answer = refused("/billing", &issuer, &app).await;
    let message = "Ask the accountants; they are on \"floor 2\".";
    assert_eq!(answer.json()["message"], message);
}

#[actix_web::test]
async fn of_stacked_requirements_the_first_that_fails_speaks() {
    let issuer = TestIssuer::new();
    let app = app(issuer.auth()).await;
    for (role, message) in [
        ("guest", "The first one is missing."),
        ("second", "The first one is missing."),
        ("first", "The second one is missing."),
    ] {
        let token = issuer.token("alice").role(role);
        let answer = get("/stacked").bearer(token).send(&app).await;
        assert_eq!(answer.json()["message"], message, "{role}");
    }
}

#[actix_web::test]
async fn a_403_names_no_role() {
    let issuer = TestIssuer::new();
    let app = app(issuer.auth()).await;
    for path in ["/admin", "/report"] {
        let answer = refused(path, &issuer, &app).await;
        let said = format!("{:?} {}", answer.headers, answer.text());
        for word in [
            "admin",
            "auditor",
            "head-of-sales",
            "emea",
            "guest",
            "alice",
            "role",
        ] {
            assert!(!said.contains(word), "{word}: {said}");
        }
    }
}

#[actix_web::test]
async fn the_body_hook_replaces_the_body_and_nothing_else() {
    let issuer = TestIssuer::new();
    let auth = issuer
        .auth_builder()
        .body(|refusal, head| {
            let (status, error) = (refusal.status().as_u16(), refusal.error());
            let challenge = refusal.challenges().next().is_some();
            Body::html(format!("{status} {error} {} {challenge}", head.uri.path()))
        })
        .build()
        .unwrap();
    let app = app(auth).await;

    let forbidden = refused("/admin", &issuer, &app).await;
    assert_eq!(forbidden.text(), "403 forbidden /admin false");
    assert_eq!(
        forbidden.lines("content-type"),
        ["text/html; charset=utf-8"]
    );
    assert_eq!(forbidden.lines("cache-control"), ["no-store"]);

    let challenged = get("/report").send(&app).await;
    assert_eq!(challenged.status, 401);
    assert_eq!(challenged.text(), "401 unauthorized /report true");
    assert_eq!(challenged.challenge(), "Bearer realm=\"reports\"");
    assert_eq!(challenged.lines("cache-control"), ["no-store"]);
}

#[actix_web::test]
async fn bodies_come_in_every_form() {
    let issuer = TestIssuer::new();
    for (body, content_type, text) in [
        (Body::empty(), &[][..], ""),
        (Body::text("no"), &["text/plain; charset=utf-8"], "no"),
        (Body::json(&[1, 2]).unwrap(), &["application/json"], "[1,2]"),
        (
            Body::of_type(
                actix_web::http::header::HeaderValue::from_static("application/problem+json"),
                "{}",
            ),
            &["application/problem+json"],
            "{}",
        ),
    ] {
        let builder = issuer.auth_builder().body(move |_, _| body.clone());
        let app = app(builder.build().unwrap()).await;
        let answer = refused("/admin", &issuer, &app).await;
        assert_eq!(answer.text(), text);
        assert_eq!(answer.lines("content-type"), content_type);
    }
}

#[actix_web::test]
async fn a_refused_head_request_has_no_body_on_the_wire() {
    let issuer = TestIssuer::new();
    let auth = issuer.auth();
    let server = Server::start(move || services(App::new(), auth.clone()));
    let authorization = issuer.token("alice").bearer().1;
    for (method, has_body) in [("GET", true), ("HEAD", false)] {
        let answer = server
            .exchange(format!(
                "{method} /report HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
                 Authorization: {authorization}\r\n\r\n"
            ))
            .await;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 403 "), "{head}");
        assert_eq!(!body.is_empty(), has_body, "{method}: {body}");
    }
    server.stop().await;
}
