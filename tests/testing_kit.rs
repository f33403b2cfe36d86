//! The testing kit: each method of a test token does what it says, to a real token.

use std::time::{Duration, SystemTime};

use actix_web::{App, get};
use auth_runtime::testing::{TestClock, TestIssuer, TestToken};
use auth_runtime::{Clock, Identity, require_auth, require_role};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::app::{Answer, get, start};

const NOW: u64 = 1_800_000_000;

#[require_auth]
#[get("/me")]
async fn me(who: Identity) -> String {
    format!("{} {:?}", who.subject(), who.roles().collect::<Vec<_>>())
}

#[require_role("admin")]
#[get("/admin")]
#[require_auth]
async fn admin() -> &'static str {
    "in"
}

fn issuer(clock: &TestClock) -> TestIssuer {
    TestIssuer::new().clock(clock.clone())
}

async fn send(issuer: &TestIssuer, token: TestToken) -> Answer {
    let app = App::new().app_data(issuer.auth()).service((me, admin));
    get("/me").bearer(token).send(&start(app).await).await
}

/// Header and claims of a token.
fn open(token: TestToken) -> (Value, Value) {
    let token = token.mint();
    let parts: Vec<_> = token.split('.').collect();
    let [header, claims, _] = parts[..] else {
        panic!("three segments: {token}")
    };
    let [header, claims] = [header, claims].map(|segment| {
        let json = URL_SAFE_NO_PAD.decode(segment).expect("base64url");
        serde_json::from_slice(&json).expect("JSON")
    });
    (header, claims)
}

#[test]
fn a_plain_token_says_who_from_whom_for_whom_and_until_when() {
    let issuer = issuer(&TestClock::at(NOW));
    let (header, claims) = open(issuer.token("alice"));
    assert_eq!(header, json!({"alg": "HS256", "typ": "at+jwt"}));
    let expected = json!({
        "sub": "alice",
        "iss": "https://issuer.test",
        "aud": "test",
        "iat": NOW,
        "exp": NOW + 3600,
    });
    assert_eq!(claims, expected);
}

#[test]
fn each_method_changes_its_own_part_of_the_token() {
    let issuer = issuer(&TestClock::at(NOW)).named("them").audience("us");
    let token = || issuer.token("alice");
    let changes: [(TestToken, &str, Value); 10] = [
        (token(), "iss", json!("them")),
        (token(), "aud", json!("us")),
        (token().role("a"), "roles", json!(["a"])),
        (
            token().role("a").roles(["b", "c"]),
            "roles",
            json!(["a", "b", "c"]),
        ),
        (token().claim("tenant", "acme"), "tenant", json!("acme")),
        (token().claim("roles", "a").role("b"), "roles", json!(["b"])),
        (token().without("exp"), "exp", json!(null)),
        (
            token().expires_in(Duration::from_secs(5)),
            "exp",
            json!(NOW + 5),
        ),
        (token().expired(), "exp", json!(NOW - 60)),
        (token().not_yet_valid(), "nbf", json!(NOW + 3600)),
    ];
    for (token, name, value) in changes {
        assert_eq!(open(token).1[name], value, "{name}");
    }
    let (header, _) = open(token().header("kid", "1").header("typ", "JWT"));
    assert_eq!(header, json!({"alg": "HS256", "typ": "JWT", "kid": "1"}));
}

#[actix_web::test]
async fn the_app_under_test_sees_what_was_asked_for() {
    let issuer = issuer(&TestClock::at(NOW));
    let token = || issuer.token("alice");
    let known = send(&issuer, token().role("a").roles(["b"])).await;
    assert_eq!(known.text(), r#"alice ["a", "b"]"#);
    for (token, status, error) in [
        (token(), 200, None),
        (token().header("typ", "JWT"), 200, None),
        (token().expires_in(Duration::from_secs(1)), 200, None),
        (token().expires_in(Duration::ZERO), 401, Some("expired")),
        (token().expired(), 401, Some("expired")),
        (token().not_yet_valid(), 401, Some("is not valid")),
        (token().signed_with_another_key(), 401, Some("is not valid")),
        (token().without("sub"), 401, Some("is not valid")),
        (token().header("alg", "none"), 401, Some("is not valid")),
        (token().claim("aud", "another"), 401, Some("is not valid")),
    ] {
        let answer = send(&issuer, token.clone()).await;
        assert_eq!(answer.status, status, "{token:?}");
        if let Some(error) = error {
            assert!(answer.challenge().contains(error), "{}", answer.challenge());
        }
    }
}

#[actix_web::test]
async fn a_clock_stands_until_it_is_moved_and_its_clones_move_along() {
    let clock = TestClock::at(NOW);
    let issuer = issuer(&clock);
    let token = issuer.token("alice").expires_in(Duration::from_secs(10));
    for (passed, status) in [(0, 200), (9, 200), (1, 401)] {
        clock.advance(Duration::from_secs(passed));
        assert_eq!(send(&issuer, token.clone()).await.status, status);
    }
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(NOW + 10);
    assert_eq!(clock.now(), now);
    // A token that is minted now is good again.
    assert_eq!(send(&issuer, issuer.token("alice")).await.status, 200);
}

#[test]
fn a_clock_that_was_never_set_tells_the_time() {
    let before = SystemTime::now();
    let now = TestClock::default().now();
    assert!(before <= now && now <= SystemTime::now());
}

#[test]
fn an_issuer_with_a_given_secret_signs_as_the_app_is_configured() {
    let mint = |secret: &[u8]| {
        let issuer = TestIssuer::with_secret(secret).clock(TestClock::at(NOW));
        issuer.token("alice").mint()
    };
    assert_eq!(mint(&[1; 32]), mint(&[1; 32]));
    assert_ne!(mint(&[1; 32]), mint(&[2; 32]));
}

#[test]
fn no_debug_output_of_the_kit_shows_a_secret_or_a_token() {
    let secret = "a secret of no less than 32 bytes!";
    let issuer = TestIssuer::with_secret(secret);
    let token = issuer.token("alice");
    let bytes = format!("{:?}", secret.as_bytes());
    for shown in [format!("{issuer:?}"), format!("{token:?}")] {
        assert!(
            !shown.contains(secret) && !shown.contains(&bytes),
            "{shown}"
        );
    }
    assert!(!format!("{token:?}").contains(&token.clone().mint()));
}
