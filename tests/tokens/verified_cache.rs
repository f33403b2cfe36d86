//! Tokens that were found good once are not verified anew for each request: what changes meanwhile counts
//! all the same, at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use actix_web::rt::System;
use actix_web::test::init_service;
use actix_web::{App, get};
use auth_runtime::jwt::{Jwt, TokenCache};
use auth_runtime::testing::{TestIssuer, TestToken};
use auth_runtime::{Auth, Identity, require_auth, require_role};

use crate::kit::{AUDIENCE, Answer, Api, FakeIssuer, ISSUER, NOW, Signer, answer_of, claims, me};

#[get("/admin")]
#[require_auth(scheme = "Bearer")]
#[require_role("admin")]
async fn admin(who: Identity) -> String {
    who.subject().to_owned()
}

fn issuer() -> TestIssuer {
    TestIssuer::with_secret([7; 32])
}

fn token(subject: &str) -> TestToken {
    let token = issuer().token(subject).claim("jti", subject.to_owned());
    token.claim("iat", NOW).claim("exp", NOW + 1000)
}

#[actix_web::test]
async fn a_remembered_token_expires_to_the_second() {
    let api = Api::new(|auth| auth.bearer(issuer().jwt()));
    let token = token("alice").claim("exp", NOW + 60).mint();
    assert_eq!(api.status(&token).await, 200);
    api.clock.advance(Duration::from_secs(59));
    assert_eq!(api.status(&token).await, 200);
    api.clock.advance(Duration::from_secs(1));
    for _ in 0..2 {
        let (status, challenge) = api.answer(&token).await;
        assert_eq!(status, 401);
        assert!(
            challenge.contains("The access token expired"),
            "{challenge}"
        );
    }
}

#[actix_web::test]
async fn a_remembered_token_is_not_good_before_its_time() {
    let now = Arc::new(AtomicU64::new(NOW));
    let clock = now.clone();
    let clock = move || SystemTime::UNIX_EPOCH + Duration::from_secs(clock.load(Ordering::Relaxed));
    let api = Api::new(|auth| auth.bearer(issuer().jwt()).clock(clock));
    let token = token("alice").claim("nbf", NOW).mint();
    for (second, status) in [(NOW, 200), (NOW - 1, 401), (NOW, 200)] {
        now.store(second, Ordering::Relaxed);
        assert_eq!(api.status(&token).await, status, "{second}");
    }
}

#[actix_web::test]
async fn a_remembered_token_is_refused_once_it_is_revoked() {
    let name = "https://id.example";
    let jwt = issuer().named(name).jwt();
    let api = Api::new(|auth| auth.bearer(jwt).revocable());
    let revocations = api.auth.revocations().unwrap();
    let token = |subject| {
        let token = issuer().named(name).token(subject).claim("jti", subject);
        token.claim("iat", NOW).claim("exp", NOW + 1000).mint()
    };
    let (alice, bob, carol) = (token("alice"), token("bob"), token("carol"));
    for token in [&alice, &bob, &carol] {
        assert_eq!(api.status(token).await, 200);
        assert_eq!(api.status(token).await, 200);
    }
    let until = SystemTime::UNIX_EPOCH + Duration::from_secs(NOW + 1000);
    revocations
        .revoke_token(name, "alice", until)
        .await
        .unwrap();
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(NOW + 1);
    revocations.revoke_subject(name, "bob", now).await.unwrap();
    assert_eq!(api.status(&alice).await, 401);
    assert_eq!(api.status(&bob).await, 401);
    assert_eq!(api.status(&carol).await, 200);
}

/// The set of keys at the issuer's, looked at every ten minutes.
fn by_url(issuer: &FakeIssuer) -> Api {
    let jwt = Jwt::jwks_url(issuer.url("/jwks"))
        .issuer(ISSUER)
        .audience(AUDIENCE);
    Api::new(|auth| auth.bearer(jwt.cache(TokenCache::new().age(Duration::from_secs(3600)))))
}

/// A token that is good for two days.
fn lasting(key: &Signer, subject: &str) -> String {
    let mut claims = claims(subject);
    claims["exp"] = (NOW + 2 * 24 * 60 * 60).into();
    key.token(&claims)
}

#[actix_web::test]
async fn a_remembered_token_goes_with_its_key() {
    let (old, stays, new) = (
        Signer::named("old"),
        Signer::named("stays"),
        Signer::named("new"),
    );
    // By the same name another key.
    let replaced = Signer::named("old");
    let keys = FakeIssuer::with_keys([&old, &stays]);
    let api = by_url(&keys);
    let (gone, kept) = (lasting(&old, "alice"), lasting(&stays, "bob"));
    for token in [&gone, &kept, &gone, &kept] {
        assert_eq!(api.status(token).await, 200);
    }
    keys.publish([&stays, &replaced, &new]);
    // Its key is in no set yet that was fetched, so that a newer one is.
    assert_eq!(api.status(&lasting(&new, "carol")).await, 200);
    for _ in 0..2 {
        assert_eq!(api.status(&gone).await, 401);
        assert_eq!(api.status(&kept).await, 200);
    }
    assert_eq!(api.status(&lasting(&replaced, "alice")).await, 200);
}

/// 503, because nobody can tell any more whether the key is still good.
#[actix_web::test]
async fn a_remembered_token_does_not_outlive_the_trust_in_the_set() {
    let key = Signer::named("one");
    let keys = FakeIssuer::with_keys([&key]);
    let jwt = Jwt::jwks_url(keys.url("/jwks"))
        .issuer(ISSUER)
        .audience(AUDIENCE);
    let jwt = jwt
        .refresh_after(Duration::from_secs(60))
        .usable_for(Duration::from_secs(120));
    let api = Api::new(|auth| auth.bearer(jwt));
    let token = lasting(&key, "alice");
    assert_eq!(api.status(&token).await, 200);
    assert_eq!(api.status(&token).await, 200);
    keys.say("/jwks", Answer::Other(500, "text/plain", Vec::new()));
    api.clock.advance(Duration::from_secs(121));
    assert_eq!(api.status(&token).await, 503);
}

#[actix_web::test]
async fn roles_are_those_of_the_token_that_is_presented() {
    let api = Api::new(|auth| auth.bearer(issuer().jwt()));
    let app = init_service(App::new().app_data(api.auth.clone()).service(admin)).await;
    let (without, with) = (token("alice").mint(), token("alice").role("admin").mint());
    for _ in 0..2 {
        assert_eq!(answer_of(&app, "/admin", &without).await.0, 403);
        assert_eq!(answer_of(&app, "/admin", &with).await.0, 200);
    }
}

/// By the whole of it: whoever knows a good token but for one character knows none.
#[actix_web::test]
async fn nothing_that_resembles_a_remembered_token_is_good() {
    let api = Api::new(|auth| auth.bearer(issuer().jwt()));
    let app = init_service(App::new().app_data(api.auth.clone()).service(me)).await;
    let token = token("alice").mint();
    assert_eq!(answer_of(&app, "/me", &token).await.0, 200);
    for position in 0..token.len() {
        let mut other = token.clone().into_bytes();
        other[position] = if other[position] == b'A' { b'B' } else { b'A' };
        let other = String::from_utf8(other).unwrap();
        assert_eq!(answer_of(&app, "/me", &other).await.0, 401, "{position}");
    }
    let (start, signature) = token.rsplit_once('.').unwrap();
    for other in [
        format!("{start}."),
        start.to_owned(),
        format!("{token}="),
        format!("{token}A"),
        format!("{start}.{}", signature.to_lowercase()),
        token[1..].to_owned(),
    ] {
        assert_eq!(answer_of(&app, "/me", &other).await.0, 401, "{other}");
    }
    assert_eq!(answer_of(&app, "/me", &token).await.0, 200);
}

/// What one request leaves behind tells another one nothing: neither the refusals of a flood of forged
/// tokens, nor the tokens of everybody else in a room that is much too small.
#[test]
fn on_many_threads_everybody_stays_who_they_are() {
    let jwt = issuer().jwt().cache(TokenCache::new().entries(40));
    let api = Api::new(|auth| auth.bearer(jwt));
    let threads = (0..4).map(|thread| {
        let auth = api.auth.clone();
        thread::spawn(move || System::new().block_on(everybody(auth, thread)))
    });
    for thread in threads.collect::<Vec<_>>() {
        thread.join().unwrap();
    }
}

async fn everybody(auth: Auth, thread: usize) {
    let app = init_service(App::new().app_data(auth).service(me)).await;
    for round in 0..5 {
        for number in 0..60 {
            let number = (number * (thread + round + 1)) % 60;
            let subject = format!("user {number}");
            let request = actix_web::test::TestRequest::get().uri("/me");
            let request = request.insert_header(token(&subject).bearer());
            let body = actix_web::test::call_and_read_body(&app, request.to_request()).await;
            assert_eq!(body, subject);
            let forged = token(&subject).signed_with_another_key().mint();
            assert_eq!(answer_of(&app, "/me", &forged).await.0, 401);
        }
    }
}

/// Whichever worker remembers it.
#[test]
fn a_token_that_is_revoked_on_one_worker_is_refused_on_all() {
    let name = "https://id.example";
    let api = Api::new(|auth| auth.bearer(issuer().named(name).jwt()).revocable());
    let token = issuer().named(name).token("alice").claim("jti", "one");
    let token = token.claim("iat", NOW).claim("exp", NOW + 1000).mint();
    let statuses = |expected: u16| {
        let workers = (0..2).map(|_| {
            let (auth, token) = (api.auth.clone(), token.clone());
            thread::spawn(move || {
                System::new().block_on(async move {
                    let app = init_service(App::new().app_data(auth).service(me)).await;
                    for _ in 0..20 {
                        assert_eq!(answer_of(&app, "/me", &token).await.0, expected);
                    }
                });
            })
        });
        for worker in workers.collect::<Vec<_>>() {
            worker.join().unwrap();
        }
    };
    statuses(200);
    let until = SystemTime::UNIX_EPOCH + Duration::from_secs(NOW + 1000);
    let revocations = api.auth.revocations().unwrap();
    let revoked = revocations.revoke_token(name, "one", until);
    System::new().block_on(revoked).unwrap();
    statuses(401);
}

#[actix_web::test]
async fn without_a_cache_all_is_the_same() {
    let api = Api::new(|auth| auth.bearer(issuer().jwt().without_cache()));
    let (good, forged) = (
        token("alice").mint(),
        token("alice").signed_with_another_key().mint(),
    );
    for _ in 0..2 {
        assert_eq!(api.status(&good).await, 200);
        assert_eq!(api.status(&forged).await, 401);
    }
    api.clock.advance(Duration::from_secs(1000));
    assert_eq!(api.status(&good).await, 401);
}

#[test]
fn settings_that_cannot_be_meant_are_told_when_the_auth_is_built() {
    let jwt = issuer()
        .jwt()
        .cache(TokenCache::new().age(Duration::from_secs(2 * 3600)));
    let error = Auth::builder()
        .only_modules(["none"])
        .bearer(jwt)
        .build()
        .unwrap_err();
    assert!(error.to_string().contains("at most 3600s"), "{error}");
}
