//! Promise 10: one event per refusal, and nothing secret in it, in a body or in a `Debug` output.

use crate::events::refusals;
use actix_web::{App, get};
use auth_runtime::testing::TestIssuer;
use auth_runtime::{Auth, Identity, require_auth, require_role};
use tracing::Level;

use crate::app::{Ask, get, start};
use crate::authenticators::Failing;

#[require_auth]
#[get("/me")]
async fn keeps_me(who: Identity) -> String {
    format!("{who:?}")
}

#[require_role("admin")]
#[get("/admin")]
#[require_auth]
async fn keeps_admin() -> &'static str {
    "in"
}

#[get("/hidden")]
#[require_auth]
#[require_role("admin", hide = true)]
async fn keeps_hidden() -> &'static str {
    "in"
}

/// The events of one request, and its answer as text.
async fn observe(auth: Auth, request: Ask) -> (Vec<String>, String) {
    let app = App::new()
        .app_data(auth.clone())
        .service((keeps_me, keeps_admin, keeps_hidden))
        .default_service(auth.not_found());
    let app = start(app).await;
    let (answer, events) = refusals(request.send(&app)).await;
    (events, format!("{:?} {}", answer.headers, answer.text()))
}

#[actix_web::test]
async fn every_refusal_is_one_event_that_says_what_and_why() {
    let issuer = TestIssuer::new();
    let token = || issuer.token("alice");
    for (request, level, handler, reason, words) in [
        (
            get("/me"),
            Level::INFO,
            "keeps_me",
            "no_credential",
            &[][..],
        ),
        (
            get("/me").bearer(token().expired()),
            Level::INFO,
            "keeps_me",
            "expired",
            &["scheme=Bearer"],
        ),
        (
            get("/me").bearer(token().signed_with_another_key()),
            Level::INFO,
            "keeps_me",
            "signature",
            &[],
        ),
        (
            get("/me").authorization("Bearer a b"),
            Level::INFO,
            "keeps_me",
            "foreign_character_in_token",
            &[],
        ),
        (
            get("/admin").bearer(token()),
            Level::WARN,
            "keeps_admin",
            "requirement_not_met",
            &["subject=alice", "admin\"", "forbidden"],
        ),
        (
            get("/hidden").bearer(token()),
            Level::WARN,
            "keeps_hidden",
            "requirement_not_met",
            &["subject=alice", "requirement=", "admin\"", "hidden"],
        ),
    ] {
        let (events, _) = observe(issuer.auth(), request).await;
        let [event] = &events[..] else {
            panic!("one event: {events:?}")
        };
        let start = format!("{level} ");
        assert!(event.starts_with(&start), "{event}");
        for word in [&[handler, module_path!(), reason][..], words].concat() {
            assert!(event.contains(word), "{word}: {event}");
        }
    }
}

#[actix_web::test]
async fn what_is_allowed_and_what_is_missing_is_no_event() {
    let issuer = TestIssuer::new();
    for path in ["/me", "/missing"] {
        let request = get(path).bearer(issuer.token("alice"));
        let (events, _) = observe(issuer.auth(), request).await;
        assert_eq!(events, [""; 0], "{path}");
    }
}

/// How an app serves its misses cannot be seen before a request comes. The first that a guard sees is
/// enough, whatever is asked for: the log says once what to add.
#[actix_web::test]
async fn an_app_without_a_service_for_misses_is_told_what_to_add() {
    let issuer = TestIssuer::new();
    for path in ["/hidden", "/admin"] {
        for fields in [vec![], vec![issuer.token("alice").bearer().1]] {
            let app = App::new()
                .app_data(issuer.auth())
                .service((keeps_admin, keeps_hidden));
            let app = start(app).await;
            let twice = async {
                for _ in 0..2 {
                    get(path).authorizations(&fields).send(&app).await;
                }
            };
            let events = refusals(twice).await.1.join("\n");
            let told = events.matches("default_service(auth.not_found())").count();
            assert_eq!(told, 1, "{path}: {events}");
        }
    }
}

#[actix_web::test]
async fn no_credential_is_in_an_event_or_an_answer() {
    let issuer = TestIssuer::new();
    let token = || issuer.token("alice").claim("email", "alice@shop.example");
    for token in [
        token(),
        token().expired(),
        token().signed_with_another_key(),
        token().without("aud"),
    ] {
        let token = token.mint();
        for path in ["/me", "/admin", "/hidden", "/missing"] {
            for field in [format!("Bearer {token}"), format!("Bearer {token} {token}")] {
                let request = get(path).authorization(&field);
                let (events, answer) = observe(issuer.auth(), request).await;
                let told = format!("{events:?} {answer}");
                for secret in token.split('.').chain(["alice@shop.example"]) {
                    assert!(!told.contains(secret), "{path}: {told}");
                }
            }
        }
    }
}

#[actix_web::test]
async fn a_failure_names_its_cause_to_the_log_and_not_to_the_client() {
    for failing in [Failing::IsBroken, Failing::IsUnavailable] {
        let auth = Auth::builder().bearer_with(failing).build().unwrap();
        let request = get("/me").authorization("Bearer sesame");
        let (events, answer) = observe(auth, request).await;
        let [event] = &events[..] else {
            panic!("one event: {events:?}")
        };
        let cause = match failing {
            Failing::IsBroken => "no such table",
            _ => "connection refused",
        };
        assert!(
            event.starts_with("ERROR ") && event.contains(cause),
            "{event}"
        );
        assert!(!answer.contains(cause), "{answer}");
        assert!(!event.contains("sesame"), "{event}");
    }
}

#[actix_web::test]
async fn a_subject_cannot_forge_a_line() {
    let issuer = TestIssuer::new();
    let token = issuer.token("eve\u{2028}reason=\u{202e}none");
    let (events, _) = observe(issuer.auth(), get("/admin").bearer(token)).await;
    let [event] = &events[..] else {
        panic!("one event: {events:?}")
    };
    assert!(
        event.contains(r"subject=eve\u{2028}reason=\u{202e}none"),
        "{event}"
    );
    assert!(event.is_ascii(), "{event}");
}

#[actix_web::test]
async fn debug_outputs_show_no_claims_and_no_keys() {
    let issuer = TestIssuer::with_secret("the quick brown fox jumps over it");
    let token = issuer.token("alice").claim("email", "alice@shop.example");
    let (_, answer) = observe(issuer.auth(), get("/me").bearer(token)).await;
    assert!(
        answer.contains("alice") && !answer.contains("shop.example"),
        "{answer}"
    );

    let builder = issuer.auth_builder();
    let shown = format!("{builder:?} {:?} {:?}", issuer.jwt(), issuer.auth());
    let bytes = format!("{:?}", b"the quick");
    let bytes = bytes.trim_matches(['[', ']']);
    assert!(
        !shown.contains("the quick") && !shown.contains(bytes),
        "{shown}"
    );
}
