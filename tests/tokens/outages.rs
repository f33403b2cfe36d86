//! An issuer that does not answer, or not well: 503, never 401, and the last good keys stay.

use std::time::Duration;

use auth_runtime::jwt::Jwt;
use serde_json::{Value, json};

use crate::kit::{AUDIENCE, Answer, Api, FakeIssuer, ISSUER, Signer, claims};

fn jwt(issuer: &FakeIssuer) -> Jwt {
    Jwt::jwks_url(issuer.url("/jwks"))
        .issuer(ISSUER)
        .audience(AUDIENCE)
}

fn down() -> Answer {
    Answer::Other(500, "application/json", b"{}".to_vec())
}

/// What an issuer may answer that is no set of keys that anybody may use.
fn bad_sets() -> Vec<(&'static str, Answer)> {
    let good = Signer::named("good").jwk();
    let with = |member: &str, value: Value| {
        let mut jwk = Signer::named("bad").jwk();
        jwk[member] = value;
        Answer::Json(json!({ "keys": [good.clone(), jwk] }))
    };
    let good_set = json!({ "keys": [good] }).to_string().into_bytes();
    let secret = json!({ "kty": "oct", "kid": "s", "alg": "HS256", "k": "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I" });
    let mut long = good_set.clone();
    long.extend(vec![b' '; 256 * 1024]);
    vec![
        ("down", down()),
        (
            "not found",
            Answer::Other(404, "application/json", good_set.clone()),
        ),
        (
            "created",
            Answer::Other(201, "application/json", good_set.clone()),
        ),
        (
            "no content type of JSON",
            Answer::Other(200, "text/html", good_set.clone()),
        ),
        ("too long", Answer::Other(200, "application/json", long)),
        (
            "no JSON",
            Answer::Other(200, "application/json", b"<html>".to_vec()),
        ),
        (
            "no UTF-8",
            Answer::Other(200, "application/json", b"{\"keys\":\"\xff\"}".to_vec()),
        ),
        ("empty", Answer::Other(200, "application/json", Vec::new())),
        ("no object", Answer::Json(json!([]))),
        ("no keys", Answer::Json(json!({}))),
        ("no key", Answer::Json(json!({ "keys": [] }))),
        (
            "a key that is no object",
            Answer::Json(json!({ "keys": [good, 7] })),
        ),
        ("a private key", with("d", json!("AAAA"))),
        ("a private key for encryption", {
            let mut jwk = Signer::named("bad").jwk();
            (jwk["d"], jwk["use"]) = (json!("AAAA"), json!("enc"));
            Answer::Json(json!({ "keys": [good, jwk] }))
        }),
        ("a shared secret", Answer::Json(json!({ "keys": [secret] }))),
        (
            "a shared secret beside a key",
            Answer::Json(json!({ "keys": [good, secret] })),
        ),
        ("two keys of one name", with("kid", json!("good"))),
        ("no key that is any good", {
            let mut jwk = Signer::named("bad").jwk();
            jwk["x"] = json!("AAAA");
            Answer::Json(json!({ "keys": [jwk] }))
        }),
        (
            "nameless keys",
            Answer::Json(json!({ "keys": [Signer::nameless().jwk(), Signer::nameless().jwk()] })),
        ),
    ]
}

#[actix_web::test]
async fn without_a_good_set_the_answer_is_503() {
    let token = Signer::named("good").token(&claims("alice"));
    for (name, answer) in bad_sets() {
        let issuer = FakeIssuer::new();
        issuer.say("/jwks", answer);
        let api = Api::new(|auth| auth.bearer(jwt(&issuer)));
        let (status, challenge) = api.answer(&token).await;
        assert_eq!((status, &challenge[..]), (503, ""), "{name}");
        assert_eq!(issuer.count("/jwks"), 1, "{name}");
    }
}

#[actix_web::test]
async fn a_bad_set_leaves_the_last_good_one_in_use() {
    let (key, new) = (Signer::named("one"), Signer::named("new"));
    let (token, newer) = (key.token(&claims("alice")), new.token(&claims("alice")));
    for (name, answer) in bad_sets() {
        let issuer = FakeIssuer::with_keys([&key]);
        let api = Api::new(|auth| auth.bearer(jwt(&issuer)));
        assert_eq!(api.status(&token).await, 200, "{name}");
        issuer.say("/jwks", answer);
        // Whether this one is good, only the issuer could tell.
        assert_eq!(api.status(&newer).await, 503, "{name}");
        assert_eq!(issuer.count("/jwks"), 2, "{name}");
        assert_eq!(api.status(&token).await, 200, "{name}");
        issuer.publish([&key, &new]);
        api.clock.advance(Duration::from_secs(31));
        assert_eq!(api.status(&newer).await, 200, "{name}");
    }
}

#[actix_web::test]
async fn an_outage_is_survived_for_a_day_and_then_is_503() {
    let key = Signer::named("one");
    let token = key.token(&claims("alice"));
    let issuer = FakeIssuer::with_keys([&key]);
    let api = Api::new(|auth| auth.bearer(jwt(&issuer)));
    assert_eq!(api.status(&token).await, 200);
    issuer.say("/jwks", down());
    for _ in 0..24 {
        api.clock.advance(Duration::from_secs(60 * 60));
        assert_eq!(api.status(&token).await, 200);
    }
    api.clock.advance(Duration::from_secs(1));
    assert_eq!(api.status(&token).await, 503);
    let forged = Signer::named("one").token(&claims("alice"));
    assert_eq!(api.status(&forged).await, 503);
    issuer.publish([&key]);
    api.clock.advance(Duration::from_secs(6));
    assert_eq!(api.status(&token).await, 200);
    assert_eq!(api.status(&forged).await, 401);
}

#[actix_web::test]
async fn how_long_an_outage_is_survived_can_be_chosen() {
    let key = Signer::named("one");
    let token = key.token(&claims("alice"));
    let issuer = FakeIssuer::with_keys([&key]);
    let jwt = jwt(&issuer)
        .refresh_after(Duration::from_secs(60))
        .usable_for(Duration::from_secs(300));
    let api = Api::new(|auth| auth.bearer(jwt));
    assert_eq!(api.status(&token).await, 200);
    issuer.say("/jwks", down());
    api.clock.advance(Duration::from_secs(300));
    assert_eq!(api.status(&token).await, 200);
    api.clock.advance(Duration::from_secs(1));
    assert_eq!(api.status(&token).await, 503);
}

#[actix_web::test]
async fn an_issuer_that_is_down_at_the_start_is_asked_every_few_seconds() {
    let key = Signer::named("one");
    let token = key.token(&claims("alice"));
    let issuer = FakeIssuer::new();
    issuer.say("/jwks", down());
    let api = Api::new(|auth| auth.bearer(jwt(&issuer)));
    for fetches in 1..4 {
        for _ in 0..5 {
            assert_eq!(api.status(&token).await, 503);
        }
        assert_eq!(issuer.count("/jwks"), fetches);
        api.clock.advance(Duration::from_secs(6));
    }
    issuer.publish([&key]);
    assert_eq!(api.status(&token).await, 200);
}

#[actix_web::test]
async fn a_clock_that_is_set_back_does_not_keep_old_keys() {
    let (old, new) = (Signer::named("old"), Signer::named("new"));
    let issuer = FakeIssuer::with_keys([&old]);
    let back = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let clock = {
        let back = back.clone();
        move || {
            let hours = if back.load(std::sync::atomic::Ordering::Relaxed) {
                1
            } else {
                5
            };
            std::time::UNIX_EPOCH + Duration::from_secs(crate::kit::NOW + hours * 3600)
        }
    };
    let api = Api::new(|auth| auth.bearer(jwt(&issuer)).clock(clock));
    assert_eq!(api.status(&old.token(&claims("alice"))).await, 200);
    back.store(true, std::sync::atomic::Ordering::Relaxed);
    issuer.publish([&new]);
    assert_eq!(api.status(&new.token(&claims("alice"))).await, 200);
}

#[actix_web::test]
async fn redirects_are_not_followed() {
    let key = Signer::named("one");
    let issuer = FakeIssuer::with_keys([&key]);
    issuer.say("/moved", Answer::Redirect(issuer.url("/jwks")));
    let jwt = Jwt::jwks_url(issuer.url("/moved"))
        .issuer(ISSUER)
        .audience(AUDIENCE);
    let api = Api::new(|auth| auth.bearer(jwt));
    assert_eq!(api.status(&key.token(&claims("alice"))).await, 503);
    assert_eq!((issuer.count("/moved"), issuer.count("/jwks")), (1, 0));
}

#[actix_web::test]
async fn silence_is_waited_for_and_not_forever() {
    let key = Signer::named("one");
    let issuer = FakeIssuer::new();
    issuer.say("/jwks", Answer::Silence);
    let jwt = jwt(&issuer).fetch_timeout(Duration::from_millis(50));
    let api = Api::new(|auth| auth.bearer(jwt));
    assert_eq!(api.status(&key.token(&claims("alice"))).await, 503);
}

#[actix_web::test]
async fn nobody_at_the_port_is_503() {
    let url = {
        let gone = FakeIssuer::new();
        gone.url("/jwks")
    };
    let api = Api::new(|auth| auth.bearer(Jwt::jwks_url(url).issuer(ISSUER).audience(AUDIENCE)));
    let token = Signer::named("one").token(&claims("alice"));
    assert_eq!(api.status(&token).await, 503);
}
