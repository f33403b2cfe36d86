//! JWTs and opaque tokens at one API.

use std::time::Duration;

use auth_runtime::introspection::Introspection;
use auth_runtime::jwt::Jwt;
use auth_runtime::{AuthBuilder, MemoryStore};
use serde_json::{Value, json};

use crate::kit::{AUDIENCE, Answer, Api, FakeIssuer, ISSUER, NOW, Signer, claims};

/// An issuer of both, which calls every token active that it is asked about.
fn issuer(key: &Signer) -> FakeIssuer {
    let issuer = FakeIssuer::with_keys([key]);
    let verdict = json!({
        "active": true, "sub": "bob", "iss": ISSUER, "aud": AUDIENCE, "jti": "one", "iat": NOW,
    });
    issuer.say("/introspect", Answer::Json(verdict));
    issuer
}

fn both(issuer: &FakeIssuer, auth: AuthBuilder, jwts_first: bool) -> AuthBuilder {
    let jwt = Jwt::jwks_url(issuer.url("/jwks"))
        .issuer(ISSUER)
        .audience(AUDIENCE);
    let asking = Introspection::at(issuer.url("/introspect"))
        .client("api", "secret")
        .audience(AUDIENCE);
    if jwts_first {
        auth.bearer(jwt).introspection(asking)
    } else {
        auth.introspection(asking).bearer(jwt)
    }
}

fn with(member: &str, value: Value) -> Value {
    let mut claims = claims("alice");
    claims[member] = value;
    claims
}

#[actix_web::test]
async fn a_token_is_judged_by_its_shape() {
    let key = Signer::named("one");
    for jwts_first in [true, false] {
        let issuer = issuer(&key);
        let api = Api::new(|auth| both(&issuer, auth, jwts_first));
        assert_eq!(api.status(&key.token(&claims("alice"))).await, 200);
        assert_eq!(issuer.count("/introspect"), 0);
        for opaque in ["opaque", "two.parts", "a.b.c.d.e", "not.base64~url.x"] {
            assert_eq!(api.status(opaque).await, 200, "{opaque}");
        }
        // Whoever reads leniently would take it for a JWT.
        assert_eq!(api.status("a.b.c=").await, 401);
        assert_eq!((issuer.count("/jwks"), issuer.count("/introspect")), (1, 4));
    }
}

/// Whoever could have a refused token judged anew would choose its judge.
#[actix_web::test]
async fn a_refused_jwt_is_not_judged_anew() {
    let key = Signer::named("one");
    let issuer = issuer(&key);
    let api = Api::new(|auth| both(&issuer, auth, true));
    let good = key.token(&claims("alice"));
    let (unsigned, _) = good.rsplit_once('.').unwrap();
    for token in [
        key.token(&with("exp", json!(NOW))),
        key.token(&with("aud", json!("https://other.example"))),
        Signer::named("one").token(&claims("alice")),
        format!("{unsigned}."),
        "no.jwt.at-all".to_owned(),
    ] {
        let (status, challenge) = api.answer(&token).await;
        assert_eq!(status, 401, "{token}");
        assert!(challenge.contains("invalid_token"), "{challenge}");
    }
    assert_eq!(issuer.count("/introspect"), 0);
}

#[actix_web::test]
async fn an_outage_of_one_judge_is_not_one_of_the_other() {
    let key = Signer::named("one");
    let down = || Answer::Other(500, "application/json", b"{}".to_vec());
    let jwt = key.token(&claims("alice"));
    for (path, of_jwt, of_opaque) in [("/jwks", 503, 200), ("/introspect", 200, 503)] {
        let issuer = issuer(&key);
        issuer.say(path, down());
        let api = Api::new(|auth| both(&issuer, auth, true));
        assert_eq!(api.status(&jwt).await, of_jwt, "{path}");
        assert_eq!(api.status("opaque").await, of_opaque, "{path}");
    }
}

#[actix_web::test]
async fn both_kinds_are_revocable() {
    let key = Signer::named("one");
    let issuer = issuer(&key);
    let api = Api::new(|auth| {
        let auth = both(&issuer, auth, true).revocable();
        auth.store(MemoryStore::new())
    });
    let mut named = with("jti", json!("one"));
    named["iat"] = json!(NOW);
    let jwt = key.token(&named);
    assert_eq!(
        (api.status(&jwt).await, api.status("opaque").await),
        (200, 200)
    );
    let revocations = api.auth.revocations().unwrap();
    let until = std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(NOW + 600);
    revocations
        .revoke_token(ISSUER, "one", until)
        .await
        .unwrap();
    assert_eq!(
        (api.status(&jwt).await, api.status("opaque").await),
        (401, 401)
    );
}
