//! When and how the user authenticated: `auth_time` and `acr` (RFC 9470).

use actix_web::test::init_service;
use actix_web::{App, HttpResponse, Responder, get};
use auth_runtime::testing::TestClock;
use auth_runtime::testing::TestIssuer;
use auth_runtime::{Identity, require_auth};
use serde_json::{Value, json};
use std::time::{Duration, SystemTime};

use crate::kit::{NOW, answer_of};

#[get("/facts")]
#[require_auth(scheme = "Bearer")]
async fn facts(who: Identity) -> impl Responder {
    let then = SystemTime::UNIX_EPOCH + Duration::from_secs(NOW - 60);
    if who.authenticated_at() == Some(then) && who.acr() == Some("phr") {
        HttpResponse::Ok()
    } else {
        HttpResponse::UnprocessableEntity()
    }
}

#[require_auth(scheme = "Bearer", max_age = "5m")]
#[get("/recent")]
async fn recent() -> impl Responder {
    HttpResponse::Ok()
}

#[get("/strong")]
#[require_auth(scheme = "Bearer", acr = ["phr", "phrh"])]
async fn strong() -> impl Responder {
    HttpResponse::Ok()
}

/// The answer to a token with these claims.
async fn answer(path: &str, claims: &[(&str, Value)]) -> (u16, String) {
    let clock = TestClock::at(NOW);
    let issuer = TestIssuer::new().clock(clock);
    let auth = issuer.auth_builder().only_modules([module_path!()]);
    let auth = auth.build().unwrap();
    let app = App::new().app_data(auth).service((facts, recent, strong));
    let token = issuer.token("alice");
    let token = claims.iter().fold(token, |token, (name, value)| {
        token.claim(*name, value.clone())
    });
    answer_of(&init_service(app).await, path, &token.mint()).await
}

#[actix_web::test]
async fn the_claims_say_when_and_how() {
    let claims = [("auth_time", json!(NOW - 60)), ("acr", json!("phr"))];
    assert_eq!(answer("/facts", &claims).await.0, 200);
    assert_eq!(answer("/facts", &[]).await.0, 422);
}

#[actix_web::test]
async fn claims_of_another_type_make_the_token_no_token() {
    for (name, value) in [
        ("auth_time", json!("yesterday")),
        ("auth_time", json!(-1)),
        ("auth_time", json!(1.5)),
        ("auth_time", json!(null)),
        ("auth_time", json!(300_000_000_000_u64)),
        ("acr", json!(1)),
        ("acr", json!(["phr"])),
        ("acr", json!(null)),
    ] {
        let (status, challenge) = answer("/facts", &[(name, value.clone())]).await;
        assert_eq!(status, 401, "{name} {value}");
        assert!(challenge.contains("invalid_token"), "{challenge}");
    }
}

#[actix_web::test]
async fn an_authentication_that_is_too_old_or_unknown_is_asked_for_anew() {
    let at = |seconds| [("auth_time", json!(seconds))];
    assert_eq!(answer("/recent", &at(NOW - 300)).await.0, 200);
    for claims in [&at(NOW - 301)[..], &[]] {
        let (status, challenge) = answer("/recent", claims).await;
        assert_eq!(status, 401);
        let error = r#"error="insufficient_user_authentication""#;
        assert!(challenge.contains(error), "{challenge}");
        assert!(challenge.contains(r#"max_age="300""#), "{challenge}");
    }
}

#[actix_web::test]
async fn an_authentication_of_another_class_is_asked_for_anew() {
    for acr in ["phr", "phrh"] {
        assert_eq!(answer("/strong", &[("acr", json!(acr))]).await.0, 200);
    }
    for claims in [
        &[("acr", json!("pwd"))][..],
        &[("acr", json!("phr phrh"))],
        &[],
    ] {
        let (status, challenge) = answer("/strong", claims).await;
        assert_eq!(status, 401);
        assert!(
            challenge.contains(r#"acr_values="phr phrh""#),
            "{challenge}"
        );
    }
}
