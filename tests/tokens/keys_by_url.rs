//! A set of keys at a URL: fetched when it is needed, and no oftener.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use auth_runtime::jwt::{Algorithm, Jwt};
use futures_util::future::{join, join_all};
use serde_json::json;

use crate::kit::{AUDIENCE, ISSUER, Answer, Api, FakeIssuer, Rsa, Signer, claims};

fn api(issuer: &FakeIssuer) -> Api {
    let jwt = Jwt::jwks_url(issuer.url("/jwks")).issuer(ISSUER).audience(AUDIENCE);
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

#[actix_web::test]
async fn a_flood_of_unknown_names_is_one_fetch_per_half_minute() {
    let key = Signer::named("one");
    let issuer = FakeIssuer::with_keys([&key]);
    let api = api(&issuer);
    assert_eq!(api.status(&key.token(&claims("alice"))).await, 200);
    let strangers: Vec<_> = (0..50)
        .map(|name| Signer::named(&format!("stranger {name}")).token(&claims("eve")))
        .collect();
    for fetches in 2..5 {
        let answers = join_all(strangers.iter().map(|token| api.status(token))).await;
        assert_eq!(answers, [401; 50]);
        for token in &strangers {
            assert_eq!(api.status(token).await, 401);
        }
        assert_eq!(issuer.count("/jwks"), fetches);
        api.clock.advance(Duration::from_secs(31));
    }
    assert_eq!(api.status(&key.token(&claims("alice"))).await, 200);
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
    assert_eq!(issuer.count("/jwks"), 2);
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
        let jwt = Jwt::jwks_url(issuer.url("/jwks")).issuer(ISSUER).audience(AUDIENCE);
        let api = Api::new(|auth| auth.bearer(jwt.rsa(algorithm)));
        assert_eq!(api.status(&token).await, status, "{algorithm}");
    }
}
