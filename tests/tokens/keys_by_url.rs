//! A set of keys at a URL: fetched when it is needed, and no oftener.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use auth_runtime::jwt::{Algorithm, Jwt};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::future::{join, join_all};
use serde_json::{Value, json};

use crate::kit::{AUDIENCE, Answer, Api, FakeIssuer, ISSUER, Rsa, Signer, claims};

fn api(issuer: &FakeIssuer) -> Api {
    let jwt = Jwt::jwks_url(issuer.url("/jwks"))
        .issuer(ISSUER)
        .audience(AUDIENCE);
    Api::new(|auth| auth.bearer(jwt))
}

/// Requests until the issuer was asked that often, as a background fetch is.
async fn until_asked(issuer: &FakeIssuer, times: usize, api: &Api, token: &str) {
    for _ in 0..10_000 {
        if issuer.count("/jwks") >= times {
            return;
        }
        assert_eq!(api.status(token).await, 200);
        actix_web::rt::task::yield_now().await;
    }
    panic!("the issuer was asked {} times", issuer.count("/jwks"));
}

#[actix_web::test]
async fn the_first_token_brings_the_keys_and_the_second_finds_them() {
    let key = Signer::named("one");
    let issuer = FakeIssuer::with_keys([&key]);
    let api = api(&issuer);
    assert_eq!(issuer.count("/jwks"), 0);
    for _ in 0..3 {
        assert_eq!(api.status(&key.token(&claims("alice"))).await, 200);
    }
    assert_eq!(issuer.count("/jwks"), 1);
}

#[actix_web::test]
async fn requests_that_come_together_share_the_first_fetch() {
    let key = Signer::named("one");
    let issuer = FakeIssuer::with_keys([&key]);
    let api = api(&issuer);
    let token = key.token(&claims("alice"));
    let answers = join_all((0..20).map(|_| api.status(&token))).await;
    assert_eq!(answers, [200; 20]);
    assert_eq!(issuer.count("/jwks"), 1);
}

#[actix_web::test]
async fn a_new_key_is_found_without_a_failed_request() {
    let (old, new) = (Signer::named("old"), Signer::named("new"));
    let issuer = FakeIssuer::with_keys([&old]);
    let api = api(&issuer);
    assert_eq!(api.status(&old.token(&claims("alice"))).await, 200);
    issuer.publish([&old, &new]);
    let (old, new) = (old.token(&claims("alice")), new.token(&claims("alice")));
    let tokens = [&new, &old, &new, &old, &new];
    let answers = join_all(tokens.map(|token| api.status(token))).await;
    assert_eq!(answers, [200; 5]);
    assert_eq!(issuer.count("/jwks"), 2);
}

#[actix_web::test]
async fn a_withdrawn_key_is_good_no_more_after_the_refresh() {
    let (old, new) = (Signer::named("old"), Signer::named("new"));
    let issuer = FakeIssuer::with_keys([&old]);
    let api = api(&issuer);
    assert_eq!(api.status(&old.token(&claims("alice"))).await, 200);
    issuer.publish([&new]);
    assert_eq!(api.status(&new.token(&claims("alice"))).await, 200);
    let (status, challenge) = api.answer(&old.token(&claims("alice"))).await;
    assert_eq!(status, 401);
    assert!(
        challenge.contains(r#"error="invalid_token""#),
        "{challenge}"
    );
}

/// Tokens by keys that nobody published.
fn strangers(count: usize, round: usize) -> Vec<String> {
    (0..count)
        .map(|name| Signer::named(&format!("stranger {round} {name}")).token(&claims("eve")))
        .collect()
}

#[actix_web::test]
async fn a_flood_of_unknown_names_is_three_fetches_per_half_minute() {
    let key = Signer::named("one");
    let issuer = FakeIssuer::with_keys([&key]);
    let api = api(&issuer);
    let token = key.token(&claims("alice"));
    assert_eq!(api.status(&token).await, 200);
    for round in 0..3 {
        let (together, one_by_one) = (strangers(50, 2 * round), strangers(50, 2 * round + 1));
        let answers = join_all(together.iter().map(|token| api.status(token))).await;
        assert_eq!(answers, [401; 50]);
        let mut answers = Vec::new();
        for token in &one_by_one {
            answers.push(api.status(token).await);
        }
        // Nobody knows whether these are good, and so nobody says that they are not.
        assert_eq!((answers[0], &answers[1..]), (401, &[503; 49][..]));
        for token in &together {
            assert_eq!(api.status(token).await, 401);
        }
        assert_eq!(issuer.count("/jwks"), 1 + 3 * (round + 1));
        assert_eq!(api.status(&token).await, 200);
        api.clock.advance(Duration::from_secs(31));
    }
}

#[actix_web::test]
async fn a_name_that_is_not_there_is_searched_for_once_in_half_a_minute() {
    let key = Signer::named("one");
    let issuer = FakeIssuer::with_keys([&key]);
    let api = api(&issuer);
    assert_eq!(api.status(&key.token(&claims("alice"))).await, 200);
    for fetches in 2..5 {
        for _ in 0..10 {
            let stranger = Signer::named("stranger").token(&claims("eve"));
            assert_eq!(api.status(&stranger).await, 401);
        }
        assert_eq!(issuer.count("/jwks"), fetches);
        api.clock.advance(Duration::from_secs(31));
    }
}

#[actix_web::test]
async fn a_strangers_name_does_not_delay_a_new_key() {
    let (old, new) = (Signer::named("old"), Signer::named("new"));
    let issuer = FakeIssuer::with_keys([&old]);
    let api = api(&issuer);
    assert_eq!(api.status(&old.token(&claims("alice"))).await, 200);
    for stranger in strangers(2, 0) {
        assert_eq!(api.status(&stranger).await, 401);
    }
    issuer.publish([&old, &new]);
    assert_eq!(api.status(&new.token(&claims("alice"))).await, 200);
}

#[actix_web::test]
async fn in_a_flood_a_new_key_has_to_wait_and_is_not_refused() {
    let (old, new) = (Signer::named("old"), Signer::named("new"));
    let issuer = FakeIssuer::with_keys([&old]);
    let api = api(&issuer);
    assert_eq!(api.status(&old.token(&claims("alice"))).await, 200);
    for stranger in strangers(3, 0) {
        assert_eq!(api.status(&stranger).await, 401);
    }
    issuer.publish([&old, &new]);
    let new = new.token(&claims("alice"));
    assert_eq!(api.retry(&new).await, (503, Some("1".into())));
    assert_eq!(api.status(&old.token(&claims("alice"))).await, 200);
    api.clock.advance(Duration::from_secs(31));
    assert_eq!(api.status(&new).await, 200);
}

/// Whichever worker it is on which the fetch runs for all.
#[actix_web::test]
async fn a_worker_that_ends_in_the_middle_of_a_fetch_leaves_it_to_another() {
    let (old, new) = (Signer::named("old"), Signer::named("new"));
    let issuer = FakeIssuer::with_keys([&old]);
    let api = api(&issuer);
    assert_eq!(api.status(&old.token(&claims("alice"))).await, 200);
    let is_free = Arc::new(AtomicBool::new(false));
    issuer.say("/jwks", Answer::Held(json!({}), is_free.clone()));
    let token = new.token(&claims("alice"));
    let doomed = api.doomed(&token);
    while issuer.count("/jwks") < 2 {
        actix_web::rt::task::yield_now().await;
    }
    issuer.publish([&old, &new]);
    let (status, ()) = join(api.status(&token), async { doomed.end() }).await;
    assert_eq!((status, issuer.count("/jwks")), (200, 3));
    is_free.store(true, Ordering::Relaxed);
}

#[actix_web::test]
async fn a_worker_that_ends_in_the_middle_of_the_first_fetch_does_so_too() {
    let key = Signer::named("one");
    let issuer = FakeIssuer::new();
    let is_free = Arc::new(AtomicBool::new(false));
    issuer.say("/jwks", Answer::Held(json!({}), is_free.clone()));
    let (api, token) = (api(&issuer), key.token(&claims("alice")));
    let doomed = api.doomed(&token);
    while issuer.count("/jwks") < 1 {
        actix_web::rt::task::yield_now().await;
    }
    doomed.end();
    issuer.publish([&key]);
    assert_eq!(api.status(&token).await, 200);
    is_free.store(true, Ordering::Relaxed);
}

#[actix_web::test]
async fn a_forged_signature_costs_no_fetch() {
    let key = Signer::named("one");
    let issuer = FakeIssuer::with_keys([&key]);
    let api = api(&issuer);
    assert_eq!(api.status(&key.token(&claims("alice"))).await, 200);
    let forged = Signer::named("one").token(&claims("alice"));
    assert_eq!(api.status(&forged).await, 401);
    assert_eq!(api.status("no.jwt.at-all").await, 401);
    assert_eq!(issuer.count("/jwks"), 1);
}

#[actix_web::test]
async fn a_key_without_a_name_can_be_replaced_too() {
    let (old, new) = (Signer::nameless(), Signer::nameless());
    let issuer = FakeIssuer::with_keys([&old]);
    let api = api(&issuer);
    assert_eq!(api.status(&old.token(&claims("alice"))).await, 200);
    issuer.publish([&new]);
    assert_eq!(api.status(&new.token(&claims("alice"))).await, 200);
    for _ in 0..5 {
        assert_eq!(api.status(&old.token(&claims("alice"))).await, 401);
    }
    assert_eq!(issuer.count("/jwks"), 3);
}

#[actix_web::test]
async fn a_token_that_names_no_key_gets_the_newest_one_too() {
    let (old, new) = (Signer::nameless(), Signer::nameless());
    let publish = |issuer: &FakeIssuer, key: &Signer, name: &str| {
        let mut jwk = key.jwk();
        jwk["kid"] = json!(name);
        issuer.say("/jwks", Answer::Json(json!({ "keys": [jwk] })));
    };
    for name in ["one", "two"] {
        let issuer = FakeIssuer::new();
        publish(&issuer, &old, "one");
        let api = api(&issuer);
        assert_eq!(api.status(&old.token(&claims("alice"))).await, 200);
        publish(&issuer, &new, name);
        assert_eq!(
            api.status(&new.token(&claims("alice"))).await,
            200,
            "{name}"
        );
    }
}

#[actix_web::test]
async fn a_set_is_good_for_its_issuer_alone() {
    let key = Signer::named("one");
    let issuer = FakeIssuer::with_keys([&key]);
    let jwt = || Jwt::jwks_url(issuer.url("/jwks")).audience(AUDIENCE);
    let any = Api::new(|auth| auth.bearer(jwt().dangerous_any_issuer()));
    let (ours, mut other) = (claims("alice"), claims("alice"));
    other["iss"] = json!("https://other.example");
    let (ours, other) = (key.token(&ours), key.token(&other));
    let api = api(&issuer);
    assert_eq!(
        (api.status(&ours).await, api.status(&other).await),
        (200, 401)
    );
    assert_eq!(
        (any.status(&ours).await, any.status(&other).await),
        (200, 200)
    );
}

/// A key that nobody can use, each for a reason of its own.
fn bad_keys() -> Vec<(&'static str, Value)> {
    let with = |member: &str, value: Value| {
        let mut jwk = Signer::named("bad").jwk();
        jwk[member] = value;
        jwk
    };
    let number = |length: usize| URL_SAFE_NO_PAD.encode(vec![0xff; length]);
    let rsa = |bytes: usize| json!({ "kty": "RSA", "kid": "bad", "alg": "RS256", "n": number(bytes), "e": "AQAB" });
    let zeros = URL_SAFE_NO_PAD.encode([0; 32]);
    let mut unnamed = rsa(256);
    unnamed["alg"] = json!("RS257");
    vec![
        ("short", with("x", json!("AAAA"))),
        ("of small order", with("x", json!(zeros))),
        ("no base64url", with("x", json!("=="))),
        ("for another algorithm", with("alg", json!("ES256"))),
        ("for an unknown algorithm", unnamed),
        ("a name that is no text", with("kid", json!(7))),
        ("an empty name", with("kid", json!(""))),
        ("no name", Signer::nameless().jwk()),
        ("too few bits", rsa(128)),
        ("too many bits", rsa(2048)),
        (
            "beside the curve",
            json!({ "kty": "EC", "kid": "bad", "crv": "P-256", "x": zeros, "y": zeros }),
        ),
        ("no algorithm", Rsa::new().jwk()),
    ]
}

#[actix_web::test]
async fn a_bad_key_does_not_take_the_others_with_it() {
    let good = Signer::named("good");
    let token = good.token(&claims("alice"));
    for (name, bad) in bad_keys() {
        for keys in [json!([good.jwk(), bad]), json!([bad, good.jwk()])] {
            let issuer = FakeIssuer::new();
            issuer.say("/jwks", Answer::Json(json!({ "keys": keys })));
            let api = api(&issuer);
            assert_eq!(api.status(&token).await, 200, "{name}");
            let bad = Signer::named("bad").token(&claims("eve"));
            assert_eq!(api.status(&bad).await, 401, "{name}");
        }
    }
}

#[actix_web::test]
async fn keys_that_share_a_name_are_good_for_nothing() {
    let (good, one, other) = (
        Signer::named("good"),
        Signer::named("twin"),
        Signer::named("twin"),
    );
    let issuer = FakeIssuer::with_keys([&one, &good, &other, &one]);
    let api = api(&issuer);
    for (key, status) in [(&good, 200), (&one, 401), (&other, 401)] {
        assert_eq!(api.status(&key.token(&claims("alice"))).await, status);
    }
    let issuer = FakeIssuer::with_keys([&one, &good, &one]);
    let status = self::api(&issuer)
        .status(&one.token(&claims("alice")))
        .await;
    assert_eq!(status, 200, "one key twice");
}

#[actix_web::test]
async fn old_keys_are_refreshed_while_requests_go_on() {
    let (old, new) = (Signer::named("old"), Signer::named("new"));
    let issuer = FakeIssuer::with_keys([&old]);
    let api = api(&issuer);
    let token = old.token(&claims("alice"));
    assert_eq!(api.status(&token).await, 200);
    issuer.publish([&old, &new]);
    api.clock.advance(Duration::from_secs(10 * 60));
    assert_eq!(api.status(&token).await, 200);
    assert_eq!(issuer.count("/jwks"), 1);
    api.clock.advance(Duration::from_secs(1));
    until_asked(&issuer, 2, &api, &token).await;
    let answers = join_all((0..20).map(|_| api.status(&token))).await;
    assert_eq!(answers, [200; 20]);
    assert_eq!(api.status(&new.token(&claims("alice"))).await, 200);
    assert_eq!(issuer.count("/jwks"), 2);
}

#[actix_web::test]
async fn a_fetch_that_left_before_the_key_was_added_is_followed_by_another() {
    let (old, new) = (Signer::named("old"), Signer::named("new"));
    let issuer = FakeIssuer::with_keys([&old]);
    let api = api(&issuer);
    let token = old.token(&claims("alice"));
    assert_eq!(api.status(&token).await, 200);
    let is_free = Arc::new(AtomicBool::new(false));
    let keys = json!({ "keys": [old.jwk()] });
    issuer.say("/jwks", Answer::Held(keys, is_free.clone()));
    api.clock.advance(Duration::from_secs(10 * 60 + 1));
    until_asked(&issuer, 2, &api, &token).await;
    issuer.publish([&old, &new]);
    let newer = new.token(&claims("alice"));
    let free = async { is_free.store(true, Ordering::Relaxed) };
    assert_eq!(join(api.status(&newer), free).await.0, 200);
    assert_eq!(issuer.count("/jwks"), 3);
}

#[actix_web::test]
async fn rsa_keys_without_an_algorithm_get_the_one_that_is_configured() {
    let key = Rsa::new();
    let issuer = FakeIssuer::new();
    issuer.say("/jwks", Answer::Json(json!({ "keys": [key.jwk()] })));
    let token = key.token(&claims("alice"));
    assert_eq!(api(&issuer).status(&token).await, 503);
    for (algorithm, status) in [(Algorithm::RS256, 200), (Algorithm::PS256, 401)] {
        let jwt = Jwt::jwks_url(issuer.url("/jwks"))
            .issuer(ISSUER)
            .audience(AUDIENCE);
        let api = Api::new(|auth| auth.bearer(jwt.rsa(algorithm)));
        assert_eq!(api.status(&token).await, status, "{algorithm}");
    }
}
