//! `ApiKey`, several schemes on a route, and step-up in front of new keys.

use std::time::Duration;

use actix_web::http::header::AUTHORIZATION;
use actix_web::test::TestRequest;
use auth_runtime::testing::TestClock;

use crate::challenges;
use crate::client::{TestShop, login, request};

const WITH_PIN: &str = "user=carol&password=carol-demo&pin=271828";

/// A key from the admin.
async fn key(shop: &TestShop, form: &'static str) -> String {
    let carol = shop.token(WITH_PIN).await;
    let answer = shop.ask(request("POST", "/keys", Some(&carol), form)).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.body["key"].as_str().unwrap().to_owned()
}

fn with_key(path: &str, key: &str) -> TestRequest {
    TestRequest::with_uri(path).insert_header(("x-api-key", key))
}

#[actix_web::test]
async fn a_partner_comes_with_a_key_for_what_it_was_issued_for() {
    let shop = TestShop::open().await;
    let reader = key(&shop, "partner=circle&scope=feed:read").await;
    let other = key(&shop, "partner=charts").await;
    let forged = format!("{}0", &reader[..reader.len() - 1]);
    let forged = if forged == reader {
        format!("{}1", &reader[..reader.len() - 1])
    } else {
        forged
    };
    for (key, feed, bestsellers) in [
        (&*reader, 200, 200),
        (&*other, 403, 200),
        (&*forged, 401, 401),
        ("bookshop_0_0", 401, 401),
        ("no key", 400, 400),
    ] {
        assert_eq!(shop.ask(with_key("/feed", key)).await.status, feed, "{key}");
        let answer = shop.ask(with_key("/bestsellers", key)).await;
        assert_eq!(answer.status, bestsellers, "{key}");
    }
    let answer = shop.ask(with_key("/feed", &reader)).await;
    assert_eq!(answer.body["partner"], "partner:circle");
}

#[actix_web::test]
async fn keys_are_for_scopes_that_there_are() {
    let shop = TestShop::open().await;
    let carol = shop.token(WITH_PIN).await;
    for form in [
        "partner=circle&scope=everything",
        "partner=+",
        "scope=feed:read",
    ] {
        let answer = shop.ask(request("POST", "/keys", Some(&carol), form)).await;
        assert_eq!(answer.status, 400, "{form}");
    }
}

#[actix_web::test]
async fn a_token_or_a_key_and_not_both() {
    let shop = TestShop::open().await;
    let answer = shop.ask(TestRequest::with_uri("/bestsellers")).await;
    assert_eq!(answer.status, 401);
    let [bearer, api_key] = challenges(&answer.headers)[..] else {
        panic!("two challenges: {:?}", answer.headers);
    };
    assert!(bearer.starts_with("Bearer realm=\"bookshop\""), "{bearer}");
    assert_eq!(api_key, "ApiKey realm=\"bookshop\", header=\"X-API-Key\"");

    let alice = shop.log_in("alice", "alice-demo").await;
    let key = key(&shop, "partner=charts").await;
    let both = with_key("/bestsellers", &key);
    let both = both.insert_header((AUTHORIZATION, format!("Bearer {alice}")));
    assert_eq!(shop.ask(both).await.status, 400);
}

#[actix_web::test]
async fn keys_are_made_by_who_logged_in_just_now_and_with_a_pin() {
    let clock = TestClock::at(1_800_000_000);
    let shop = TestShop::open_with_clock(clock.clone()).await;
    let password_only = shop.log_in("carol", "carol-demo").await;
    let with_pin = shop.token(WITH_PIN).await;
    let statuses = async || {
        let mut statuses = Vec::new();
        for token in [&password_only, &with_pin] {
            let answer = request("POST", "/keys", Some(token), "partner=charts");
            let answer = shop.ask(answer).await;
            if answer.status == 401 {
                let [challenge] = challenges(&answer.headers)[..] else {
                    panic!("one challenge: {:?}", answer.headers);
                };
                for part in [
                    "error=\"insufficient_user_authentication\"",
                    "acr_values=\"two-factor\"",
                    "max_age=\"300\"",
                ] {
                    assert!(challenge.contains(part), "{challenge}");
                }
            }
            statuses.push(answer.status);
        }
        statuses
    };
    assert_eq!(statuses().await, [401, 201]);
    clock.advance(Duration::from_secs(300));
    assert_eq!(statuses().await, [401, 201]);
    clock.advance(Duration::from_secs(1));
    assert_eq!(statuses().await, [401, 401]);
}

#[actix_web::test]
async fn a_pin_belongs_to_its_password() {
    let shop = TestShop::open().await;
    for (form, status) in [
        (WITH_PIN, 200),
        ("user=carol&password=guess&pin=271828", 400),
        ("user=carol&password=carol-demo&pin=314159", 400),
        ("user=carol&password=carol-demo&pin=", 400),
        // Alice has none.
        ("user=alice&password=alice-demo&pin=271828", 400),
    ] {
        assert_eq!(shop.ask(login(form)).await.status, status, "{form}");
    }
}
