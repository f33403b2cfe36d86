//! Promise 2: no extractor is made, and no byte of the body polled, before the decision is Allow.

use std::future::{Ready, ready};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::dev::Payload;
use actix_web::{App, Error, FromRequest, HttpRequest, post, put, web};
use auth_runtime::{Auth, Authenticator, allow_anonymous, require_auth, require_role};
use serde::Deserialize;

use crate::app::{Ask, TestApp, Untouchable, ask, post, start};
use crate::authenticators::{Prompt, Waiting};

#[derive(Deserialize)]
struct Document {
    title: String,
}

#[post("/edit/{id}")]
#[require_auth]
#[require_role("editor")]
async fn edit(id: web::Path<u32>, document: web::Json<Document>) -> String {
    format!("{id} {}", document.title)
}

#[require_auth]
#[require_role("editor", hide = true)]
#[post("/hidden/{id}")]
async fn hidden(id: web::Path<u32>, document: web::Json<Document>) -> String {
    format!("{id} {}", document.title)
}

#[require_role("editor", hide = true)]
#[require_auth(hide = true)]
#[post("/unseen/{id}")]
async fn unseen(id: web::Path<u32>, document: web::Json<Document>) -> String {
    format!("{id} {}", document.title)
}

#[post("/open/{id}")]
#[allow_anonymous]
async fn open(id: web::Path<u32>, document: web::Json<Document>) -> String {
    format!("{id} {}", document.title)
}

/// The handlers that read a body.
pub(crate) fn readers(config: &mut web::ServiceConfig) {
    config.service((edit, hidden, unseen, open));
}

/// Counts how often it is made.
struct Counted;

struct Count(Arc<AtomicUsize>);

impl FromRequest for Counted {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Count(made) = request.app_data().expect("a count");
        made.fetch_add(1, Ordering::Relaxed);
        ready(Ok(Self))
    }
}

#[require_auth]
#[require_role("editor")]
#[put("/counted")]
async fn counted(_first: Counted, _second: Counted) -> &'static str {
    "in"
}

#[put("/counted/hidden")]
#[require_auth]
#[require_role("editor", hide = true)]
async fn counted_hidden(_first: Counted, _second: Counted) -> &'static str {
    "in"
}

async fn app(authenticator: impl Authenticator, made: &Arc<AtomicUsize>) -> TestApp {
    let auth = Auth::builder().bearer_with(authenticator).build().unwrap();
    let app = App::new()
        .app_data(auth.clone())
        .app_data(Count(made.clone()))
        .configure(readers)
        .service((counted, counted_hidden))
        .default_service(auth.not_found());
    start(app).await
}

/// One app whose authenticator answers at once, and one whose authenticator is pending first.
async fn apps() -> [TestApp; 2] {
    let made = Arc::default();
    [app(Prompt, &made).await, app(Waiting, &made).await]
}

/// Path, `Authorization` field, and the refusal.
pub(crate) const DENIED: [(&str, Option<&str>, u16); 15] = [
    ("/edit/1", None, 401),
    ("/edit/1", Some("Basic YTpi"), 401),
    ("/edit/1", Some("Bearer stranger"), 401),
    ("/edit/1", Some("Bearer a b"), 400),
    ("/edit/1", Some("Bearer alice.reader"), 403),
    ("/hidden/1", None, 401),
    ("/hidden/1", Some("Bearer stranger"), 401),
    ("/hidden/1", Some("Bearer alice.reader"), 404),
    ("/unseen/1", None, 401),
    ("/unseen/1", Some("Bearer alice.reader"), 404),
    ("/open/1", Some("Bearer stranger"), 401),
    ("/open/1", Some("Bearer a b"), 400),
    ("/missing", None, 401),
    ("/missing", Some("Bearer stranger"), 401),
    ("/missing", Some("Bearer alice.editor"), 404),
];

fn as_caller(request: Ask, authorization: Option<&str>) -> Ask {
    match authorization {
        Some(field) => request.authorization(field),
        None => request,
    }
}

fn untouchable(path: &str) -> Ask {
    post(path)
        .header("content-type", "application/json")
        .payload(Untouchable)
}

#[actix_web::test]
async fn a_refused_request_never_polls_its_body() {
    for app in apps().await {
        for (path, authorization, status) in DENIED {
            let answer = as_caller(untouchable(path), authorization).send(&app).await;
            assert_eq!(answer.status, status, "{path} {authorization:?}");
        }
    }
}

#[actix_web::test]
#[should_panic(expected = "the body was polled")]
async fn an_allowed_request_polls_its_body() {
    let [app, _] = apps().await;
    let request = untouchable("/edit/1").authorization("Bearer alice.editor");
    request.send(&app).await;
}

#[actix_web::test]
#[should_panic(expected = "the body was polled")]
async fn a_request_allowed_later_polls_its_own_body() {
    let [_, app] = apps().await;
    let request = untouchable("/edit/1").authorization("Bearer alice.editor");
    request.send(&app).await;
}

#[actix_web::test]
async fn a_refusal_comes_before_every_mistake_in_the_request() {
    for app in apps().await {
        for (path, authorization, status) in DENIED {
            // Neither the id nor the body can be read.
            let path = path.replace("/1", "/one");
            let request = post(&path).json(r#"{"title":"#);
            let answer = as_caller(request, authorization).send(&app).await;
            assert_eq!(answer.status, status, "{path} {authorization:?}");
        }
    }
}

#[actix_web::test]
async fn behind_the_decision_extractors_answer_as_they_do_without_it() {
    const EDITOR: Option<&str> = Some("Bearer alice.editor");
    for app in apps().await {
        for (path, authorization, body, status) in [
            ("/edit/1", EDITOR, r#"{"title":"#, 400),
            ("/edit/one", EDITOR, r#"{"title":"#, 404),
            ("/edit/1", EDITOR, r#"{"title":"x"}"#, 200),
            ("/hidden/1", EDITOR, r#"{"title":"#, 400),
            ("/unseen/1", EDITOR, r#"{"title":"#, 400),
            ("/open/1", None, r#"{"title":"#, 400),
            ("/open/1", EDITOR, r#"{"title":"x"}"#, 200),
        ] {
            let request = as_caller(post(path).json(body), authorization);
            assert_eq!(request.status(&app).await, status, "{path} {body}");
        }
    }
}

#[actix_web::test]
async fn a_body_that_was_held_back_while_deciding_arrives_whole() {
    let [_, app] = apps().await;
    let title = "x".repeat(100_000);
    let request = post("/edit/7")
        .authorization("Bearer alice.editor")
        .json(&format!(r#"{{"title":"{title}"}}"#));
    let answer = request.send(&app).await;
    assert_eq!(answer.text(), format!("7 {title}"));
}

#[actix_web::test]
async fn extractors_are_made_once_when_allowed_and_never_when_refused() {
    let made = Arc::default();
    for app in [app(Prompt, &made).await, app(Waiting, &made).await] {
        for path in ["/counted", "/counted/hidden"] {
            for (authorization, extractors) in [
                (None, 0),
                (Some("Bearer stranger"), 0),
                (Some("Bearer a b"), 0),
                (Some("Bearer alice.reader"), 0),
                (Some("Bearer alice.editor"), 2),
            ] {
                made.store(0, Ordering::Relaxed);
                let request = ask(actix_web::http::Method::PUT, path);
                as_caller(request, authorization).send(&app).await;
                let found = made.load(Ordering::Relaxed);
                assert_eq!(found, extractors, "{path} {authorization:?}");
            }
        }
    }
}

#[actix_web::test]
async fn conditional_requests_and_ranges_do_not_change_the_answer() {
    for app in apps().await {
        for (path, authorization, status) in DENIED {
            for (name, value) in [
                ("if-none-match", "*"),
                ("if-match", "\"never\""),
                ("range", "bytes=0-0"),
                ("expect", "100-continue"),
            ] {
                let request = as_caller(post(path).header(name, value), authorization);
                assert_eq!(request.status(&app).await, status, "{name} {path}");
            }
        }
    }
}
