//! While conditions and records are waited for, and where they refuse, no extractor of the handler is
//! made and no byte of the body is read. On the wire, the head of a request suffices.

use std::future::{Ready, ready};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::dev::Payload;
use actix_web::http::Method;
use actix_web::{App, Error, FromRequest, HttpRequest, post, web};
use auth_runtime::{
    Auth, AuthorizationError, Authorized, Identity, Record, Verdict, Write, require_auth,
    require_condition,
};

use crate::app::{Ask, TestApp, Untouchable, ask, start};
use crate::authenticators::{Prompt, Waiting, panic_quietly};
use crate::kit::pending;
use crate::wire::Server;

/// By the last word of the path.
async fn may(word: web::Path<String>, who: Identity) -> Result<Verdict, AuthorizationError> {
    pending().await;
    match &**word {
        "forbid" => Ok(Verdict::forbid("no")),
        "hide" => Ok(Verdict::Hide),
        "unavailable" => Err(AuthorizationError::unavailable("connection refused")),
        "panic" => panic_quietly(),
        "owner" if who.subject() != "owner" => Ok(Verdict::forbid("not the owner")),
        _ => Ok(Verdict::Allow),
    }
}

struct Thing;

impl Record for Thing {
    type Source = (web::Path<String>, Identity);

    async fn load(
        (word, who): Self::Source,
        caller: &Identity,
    ) -> Result<Option<Self>, AuthorizationError> {
        assert_eq!(who.subject(), caller.subject());
        let verdict = may(word, who).await?;
        Ok((verdict != Verdict::Hide).then_some(Self))
    }

    fn may_read(&self, _: &Identity) -> bool {
        true
    }

    fn may_write(&self, caller: &Identity) -> bool {
        caller.subject() == "owner"
    }
}

/// Counts how often it is made.
struct Counted;

#[derive(Default)]
struct Count(AtomicUsize);

impl FromRequest for Counted {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let made: &Arc<Count> = request.app_data().expect("a count");
        made.0.fetch_add(1, Ordering::Relaxed);
        ready(Ok(Self))
    }
}

#[post("/condition/{word}")]
#[require_auth]
#[require_condition(may)]
async fn under_condition(_one: Counted, body: web::Json<String>, _other: Counted) -> String {
    body.into_inner()
}

#[require_auth]
#[require_condition(may, hide = true)]
#[post("/hidden/{word}")]
async fn under_hidden(_one: Counted, body: web::Json<String>, _other: Counted) -> String {
    body.into_inner()
}

#[post("/readable/{word}")]
#[require_auth]
async fn record(
    _one: Counted,
    body: web::Json<String>,
    _thing: Authorized<Thing>,
    _other: Counted,
) -> String {
    body.into_inner()
}

#[require_auth]
#[post("/writable/{word}")]
async fn writable(
    body: web::Json<String>,
    _one: Counted,
    _other: Counted,
    _thing: Authorized<Thing, Write>,
) -> String {
    body.into_inner()
}

#[post("/both/{word}")]
#[require_auth]
#[require_condition(may)]
async fn both(
    body: web::Json<String>,
    _one: Counted,
    _thing: Authorized<Thing, Write>,
    _other: Counted,
) -> String {
    body.into_inner()
}

fn services(config: &mut web::ServiceConfig) {
    config.service((under_condition, under_hidden, record, writable, both));
}

fn auth(waiting: bool) -> Auth {
    let builder = Auth::builder().only_modules([module_path!()]);
    let builder = if waiting {
        builder.bearer_with(Waiting)
    } else {
        builder.bearer_with(Prompt)
    };
    builder.build().unwrap()
}

async fn app(waiting: bool, made: &Arc<Count>) -> TestApp {
    let auth = auth(waiting);
    let app = App::new()
        .app_data(auth.clone())
        .app_data(made.clone())
        .configure(services)
        .default_service(auth.not_found());
    start(app).await
}

/// By alice, who owns nothing.
const DENIED: [(&str, u16); 17] = [
    ("/condition/forbid", 403),
    ("/condition/owner", 403),
    ("/condition/hide", 404),
    ("/condition/unavailable", 503),
    ("/condition/panic", 500),
    ("/hidden/forbid", 404),
    ("/hidden/hide", 404),
    ("/hidden/unavailable", 404),
    ("/hidden/panic", 404),
    ("/readable/hide", 404),
    ("/readable/unavailable", 503),
    ("/readable/panic", 500),
    ("/writable/owner", 403),
    ("/writable/hide", 404),
    ("/writable/panic", 500),
    ("/both/forbid", 403),
    ("/both/allow", 403),
];

const ALLOWED: [&str; 6] = [
    "/condition/allow",
    "/condition/owner",
    "/hidden/allow",
    "/readable/allow",
    "/writable/owner",
    "/both/owner",
];

fn post_json(path: &str) -> Ask {
    ask(Method::POST, path).header("content-type", "application/json")
}

#[actix_web::test]
async fn a_refusal_makes_no_extractor_and_polls_no_body() {
    let made = Arc::<Count>::default();
    for waiting in [false, true] {
        let app = app(waiting, &made).await;
        for (path, status) in DENIED {
            for (field, status) in [
                (None, 401),
                (Some("Bearer stranger"), 401),
                (Some("Bearer a b"), 400),
                (Some("Bearer alice"), status),
            ] {
                let fields: Vec<_> = field.map(str::to_owned).into_iter().collect();
                let request = post_json(path).authorizations(&fields).payload(Untouchable);
                assert_eq!(request.status(&app).await, status, "{path} {field:?}");
                assert_eq!(made.0.load(Ordering::Relaxed), 0, "{path} {field:?}");
            }
        }
    }
}

#[actix_web::test]
async fn a_refusal_comes_before_every_mistake_in_the_body() {
    let made = Arc::<Count>::default();
    let app = app(false, &made).await;
    for (path, status) in DENIED {
        let request = ask(Method::POST, path)
            .authorization("Bearer alice")
            .json("{");
        assert_eq!(request.status(&app).await, status, "{path}");
    }
    for path in ALLOWED {
        let request = ask(Method::POST, path)
            .authorization("Bearer owner")
            .json("{");
        assert_eq!(request.status(&app).await, 400, "{path}");
    }
}

#[actix_web::test]
async fn a_body_that_was_held_back_arrives_whole() {
    let made = Arc::<Count>::default();
    let text = "x".repeat(100_000);
    for waiting in [false, true] {
        let app = app(waiting, &made).await;
        for path in ALLOWED {
            made.0.store(0, Ordering::Relaxed);
            let request = ask(Method::POST, path).authorization("Bearer owner");
            let answer = request.json(&format!("{text:?}")).send(&app).await;
            assert_eq!(answer.text(), text, "{path}");
            assert_eq!(made.0.load(Ordering::Relaxed), 2, "{path}");
        }
    }
}

/// What shows that the body above would have been noticed.
#[actix_web::test]
async fn whoever_may_has_the_body_read() {
    let made = Arc::<Count>::default();
    let app = app(false, &made).await;
    for path in ALLOWED {
        let request = post_json(path)
            .authorization("Bearer owner")
            .payload(Untouchable);
        let sent = std::panic::AssertUnwindSafe(request.send(&app));
        let sent = futures_util::FutureExt::catch_unwind(sent).await;
        let panic = *sent.unwrap_err().downcast::<&str>().unwrap();
        assert_eq!(panic, "the body was polled", "{path}");
    }
}

fn serve(waiting: bool) -> Server {
    Server::start(move || {
        let auth = auth(waiting);
        App::new()
            .app_data(auth.clone())
            .app_data(Arc::<Count>::default())
            .configure(services)
            .default_service(auth.not_found())
    })
}

#[actix_web::test]
async fn a_refusal_does_not_wait_for_the_body() {
    for waiting in [false, true] {
        let server = serve(waiting);
        for (path, status) in DENIED {
            let head = format!(
                "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
                 Content-Length: 65536\r\nAuthorization: Bearer alice\r\n\r\n"
            );
            let expecting = head.replace("Host:", "Expect: 100-continue\r\nHost:");
            for head in [head, expecting] {
                let answer = server.head_of_answer(head).await;
                let expected = format!("HTTP/1.1 {status} ");
                assert!(answer.starts_with(&expected), "{path}: {answer}");
            }
        }
        server.stop().await;
    }
}

/// Without the date and with its lines in order.
fn comparable(answers: &str) -> Vec<String> {
    let lines = answers.split("\r\n");
    let lines = lines.filter(|it| !it.to_ascii_lowercase().starts_with("date: "));
    let mut lines: Vec<_> = lines
        .map(|it| match it.find("\"timestamp\"") {
            Some(start) => it[..start].to_owned(),
            None => it.to_owned(),
        })
        .collect();
    lines.sort();
    lines
}

/// A condition, and a load, give a body the time to arrive, and a path that does not exist does not: what
/// becomes of the connection must not tell it.
#[actix_web::test]
async fn a_body_that_came_meanwhile_leaves_the_connection_as_a_miss_does() {
    let whole = format!("Content-Length: 9\r\n\r\n{}", "x".repeat(9));
    let chunked = "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n".to_owned();
    let large = format!("Content-Length: 60000\r\n\r\n{}", "x".repeat(60_000));
    for waiting in [false, true] {
        let server = serve(waiting);
        for body in [&whole, &chunked, &large] {
            let send = |path: &str| {
                let head = "HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer alice\r\n";
                server.exchange(format!(
                    "POST {path} {head}{body}GET /nowhere {head}Connection: close\r\n\r\n"
                ))
            };
            let miss = send("/nowhere").await;
            assert!(miss.starts_with("HTTP/1.1 404 "), "{miss}");
            assert!(miss.contains("connection: close\r\n"), "{miss}");
            for (path, status) in DENIED {
                if status == 404 {
                    let refused = send(path).await;
                    assert_eq!(comparable(&refused), comparable(&miss), "{path}");
                }
            }
        }
        server.stop().await;
    }
}

/// actix-web answers by what it read last of the connection. What comes right behind a request is read while
/// a condition is waited for: it has to be read before a miss is answered, too.
#[actix_web::test]
async fn a_request_behind_it_changes_a_refusal_as_it_changes_a_miss() {
    let head = "HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer alice\r\n";
    for waiting in [false, true] {
        let server = serve(waiting);
        for first in ["", "Content-Length: 0\r\n"] {
            for second in ["HEAD", "GET", "OPTIONS", "POST"] {
                let send = |path: &str| {
                    server.exchange(format!(
                        "POST {path} {head}{first}\r\n{second} /nowhere {head}Connection: close\r\n\r\n"
                    ))
                };
                let miss = send("/nowhere").await;
                assert!(miss.starts_with("HTTP/1.1 404 "), "{miss}");
                for path in [
                    "/missing",
                    "/hidden/hide",
                    "/condition/hide",
                    "/readable/hide",
                ] {
                    let refused = send(path).await;
                    assert_eq!(comparable(&refused), comparable(&miss), "{path} {second}");
                }
            }
        }
        server.stop().await;
    }
}
