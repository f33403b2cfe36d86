//! What the log has of conditions, owners and records: who, where and why, and nothing secret.

use actix_web::{App, get, web};
use auth_runtime::testing::{TestIssuer, TestToken};
use auth_runtime::{
    AuthorizationError, Authorized, Identity, Reason, Record, Verdict, Write, require_auth,
    require_condition, require_tenant,
};
use tests::events::refusals;

use crate::app::{Answer, get, start};
use crate::authenticators::panic_quietly;
use crate::kit::issuer;

async fn may(word: web::Path<String>) -> Result<Verdict, AuthorizationError> {
    match &**word {
        "forged" => Ok(Verdict::forbid(
            "no\nINFO all is well\x1b[31m \u{202e}\\u{a}",
        )),
        "told" => Ok(Verdict::Forbid(
            Reason::new("Not at \u{201c}night\u{201d}.").told(),
        )),
        "silent" => Ok(Verdict::Forbid(Reason::default())),
        "hide" => Ok(Verdict::Hide),
        "broken" => Err(AuthorizationError::broken("no such table:\nitems")),
        "unavailable" => Err(AuthorizationError::unavailable("10.0.0.7 refused")),
        "absent" => Err(AuthorizationError::absent()),
        "refused" => Err(AuthorizationError::refused(actix_web::error::ErrorGone(
            "gone",
        ))),
        "panics" => panic_quietly(),
        _ => Ok(Verdict::Allow),
    }
}

#[get("/seen/{word}")]
#[require_auth]
#[require_condition(may)]
async fn at_seen() -> &'static str {
    "in"
}

#[require_auth]
#[require_condition(may, hide = true)]
#[get("/hidden/{word}")]
async fn at_hidden() -> &'static str {
    "in"
}

#[get("/t/{tenant}")]
#[require_auth]
#[require_tenant(path = "tenant")]
async fn at_tenant() -> &'static str {
    "in"
}

struct Item(String);

impl Record for Item {
    type Source = web::Path<String>;

    async fn load(word: Self::Source, _: &Identity) -> Result<Option<Self>, AuthorizationError> {
        let word = word.into_inner();
        match may(web::Path::from(word.clone())).await? {
            Verdict::Hide => Ok(None),
            _ => Ok(Some(Self(word))),
        }
    }

    fn may_read(&self, _: &Identity) -> bool {
        self.0 != "unreadable"
    }
}

#[require_auth]
#[get("/items/{word}")]
async fn at_item(item: Authorized<Item, Write>) -> String {
    item.0.clone()
}

fn token(issuer: &TestIssuer) -> TestToken {
    let token = issuer.token("alice").claim("email", "alice@shop.example");
    token.claim("tenant_id", "acme-4711")
}

/// The events of one request, and its answer.
async fn observe(issuer: &TestIssuer, path: &str, token: &str) -> (Vec<String>, Answer) {
    let builder = issuer.auth_builder().only_modules([module_path!()]);
    let auth = builder.build().unwrap();
    let app = App::new()
        .app_data(auth.clone())
        .service((at_seen, at_hidden, at_tenant, at_item))
        .default_service(auth.not_found());
    let app = start(app).await;
    let request = get(path).authorization(format!("Bearer {token}"));
    let (answer, events) = refusals(request.send(&app)).await;
    (events, answer)
}

#[actix_web::test]
async fn a_refusal_is_one_event_with_the_reason() {
    let issuer = issuer();
    for (path, level, words) in [
        (
            "/seen/forged",
            "WARN ",
            &[
                "requirement=condition may",
                r"why=no\u{a}INFO all is well\u{1b}[31m \u{202e}\\u{a}",
                "subject=alice",
                "reason=\"requirement_not_met\"",
                "forbidden",
            ][..],
        ),
        (
            "/seen/told",
            "WARN ",
            &[r"why=Not at \u{201c}night\u{201d}.", "forbidden"],
        ),
        ("/seen/silent", "WARN ", &["requirement=condition may"]),
        (
            "/seen/hide",
            "WARN ",
            &["hidden", "subject=alice", "handler=\"at_seen\""],
        ),
        (
            "/hidden/forged",
            "WARN ",
            &[
                "hidden",
                "requirement=condition may",
                "subject=alice",
                "handler=\"at_hidden\"",
                r"why=no\u{a}INFO all is well",
            ],
        ),
        ("/seen/absent", "WARN ", &["hidden"]),
        (
            "/seen/broken",
            "ERROR ",
            &[
                "requirement=\"condition may\"",
                r"cause=no such table:\u{a}items",
                "undecided",
            ],
        ),
        ("/seen/unavailable", "ERROR ", &["cause=10.0.0.7 refused"]),
        ("/seen/panics", "ERROR ", &["cause=the condition panicked"]),
        (
            "/t/zenith",
            "WARN ",
            &["hidden", "subject=alice", "handler=\"at_tenant\""],
        ),
        (
            "/items/unreadable",
            "WARN ",
            &["hidden", "subject=alice", "action=\"read\"", "log::Item"],
        ),
        (
            "/items/mine",
            "WARN ",
            &[
                "forbidden",
                "subject=alice",
                "action=\"write\"",
                "log::Item",
            ],
        ),
        (
            "/items/broken",
            "ERROR ",
            &[r"cause=no such table:\u{a}items", "log::Item: write"],
        ),
        ("/items/panics", "ERROR ", &["cause=the record panicked"]),
    ] {
        let (events, _) = observe(&issuer, path, &token(&issuer).mint()).await;
        let [event] = &events[..] else {
            panic!("{path}, one event: {events:?}")
        };
        assert!(event.starts_with(level), "{path}: {event}");
        assert!(event.is_ascii() && !event.contains('\n'), "{path}: {event}");
        for word in words {
            assert!(event.contains(word), "{path}, {word}: {event}");
        }
    }
}

/// Where it is hidden, the caller is told nothing, and the log both what failed and what became of it.
#[actix_web::test]
async fn a_hidden_failure_is_told_to_the_log() {
    let issuer = issuer();
    for word in ["broken", "unavailable", "panics"] {
        let path = format!("/hidden/{word}");
        let (events, answer) = observe(&issuer, &path, &token(&issuer).mint()).await;
        assert_eq!(answer.status, 404, "{word}");
        let [failure, refusal] = &events[..] else {
            panic!("two events: {events:?}")
        };
        assert!(failure.starts_with("ERROR "), "{failure}");
        assert!(refusal.starts_with("WARN "), "{refusal}");
    }
}

#[actix_web::test]
async fn what_passes_is_not_there_or_cannot_be_read_is_no_event() {
    let issuer = issuer();
    for path in [
        "/seen/fine",
        "/hidden/fine",
        "/t/acme-4711",
        "/items/absent",
        "/items/hide",
    ] {
        let (events, _) = observe(&issuer, path, &token(&issuer).mint()).await;
        assert_eq!(events, [""; 0], "{path}");
    }
}

#[actix_web::test]
async fn nothing_secret_is_in_an_event_or_an_answer() {
    let issuer = issuer();
    let words = [
        "forged",
        "told",
        "silent",
        "hide",
        "broken",
        "unavailable",
        "absent",
        "panics",
        "x",
    ];
    for route in ["seen", "hidden", "items", "t"] {
        for word in words {
            let token = token(&issuer).mint();
            let path = format!("/{route}/{word}");
            let (events, answer) = observe(&issuer, &path, &token).await;
            let told = format!("{events:?} {:?} {}", answer.headers, answer.text());
            let secrets = token.split('.').chain(["alice@shop.example", "acme-4711"]);
            for secret in secrets {
                assert!(!told.contains(secret), "{path}: {told}");
            }
            // Why it is refused stays with us, unless the caller is to read it.
            for secret in ["all is well", "items\"", "10.0.0.7", "panicked", "table"] {
                assert!(!answer.text().contains(secret), "{path}: {}", answer.text());
            }
        }
    }
}
