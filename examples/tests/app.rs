//! The bookshop, every route by every kind of caller, with tokens from a real login.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed expectation is how a test fails, in helpers too"
)]

mod client;

use std::collections::BTreeSet;

use actix_web::http::header::{CACHE_CONTROL, WWW_AUTHENTICATE};
use auth_runtime::{Access, declared_handlers};
use client::{ADDRESS, TestShop, login, request};
use onboarding::welcome;
use serde_json::Value;

/// What the shop promises: `(method, route, a path, a body, [anonymous, customer, editor, admin])`.
/// An empty body is none; a body that is no JSON is a form. `/logout` comes last, and `/keys` wants more
/// than a password of the admin. `tests/schemes/` tells of callers that come without a token.
#[rustfmt::skip]
const PROMISES: [(&str, &str, &str, &str, [u16; 4]); 30] = [
    ("GET",    "/health",           "/health",        "",                                           [200, 200, 200, 200]),
    ("GET",    "/books",            "/books",         "",                                           [200, 200, 200, 200]),
    ("POST",   "/login",            "/login",         LOGIN,                                        [200, 200, 200, 200]),
    ("GET",    "/sign-in",          "/sign-in",       "",                                           [200, 200, 200, 200]),
    ("POST",   "/sign-in",          "/sign-in",       LOGIN,                                        [303, 303, 303, 303]),
    ("GET",    "/me",               "/me",            "",                                           [401, 200, 200, 200]),
    ("GET",    "/previews",         "/previews",      "",                                           [404, 200, 200, 200]),
    ("GET",    "/orders",           "/orders",        "",                                           [401, 200, 200, 200]),
    ("POST",   "/orders",           "/orders",        r#"{"book":2}"#,                              [401, 201, 201, 201]),
    // Carol's, who comes last.
    ("GET",    "/orders/{id}",      "/orders/3",      "",                                           [401, 404, 200, 200]),
    ("DELETE", "/orders/{id}",      "/orders/3",      "",                                           [401, 404, 403, 204]),
    ("GET",    "/users/{user}/orders", "/users/alice/orders", "",                                   [404, 200, 404, 200]),
    ("GET",    "/branches/{branch}/stock", "/branches/harbour/stock", "",                           [404, 404, 200, 200]),
    ("GET",    "/books/{id}/reviews", "/books/3/reviews", "",                                       [200, 200, 200, 200]),
    ("POST",   "/books/{id}/reviews", "/books/3/reviews", r#"{"text":"Long."}"#,                    [401, 201, 403, 403]),
    ("GET",    "/bestsellers",      "/bestsellers",   "",                                           [401, 200, 200, 200]),
    ("GET",    "/sales",            "/sales",         "",                                           [401, 403, 200, 403]),
    ("POST",   "/books",            "/books",         r#"{"title":"T","author":"A","cents":100}"#,  [401, 403, 201, 201]),
    ("PUT",    "/books/{id}/price", "/books/2/price", r#"{"cents":990}"#,                           [401, 403, 200, 200]),
    ("DELETE", "/books/{id}",       "/books/3",       "",                                           [401, 403, 403, 204]),
    ("GET",    "/admin/users",      "/admin/users",   "",                                           [404, 404, 404, 200]),
    ("GET",    "/admin/orders",     "/admin/orders",  "",                                           [404, 404, 404, 200]),
    ("POST",   "/keys",             "/keys",          "partner=circle",                             [401, 403, 403, 401]),
    // A token is no password, no key, no session, and no proof.
    ("GET",    "/reports/sales",    "/reports/sales", "",                                           [401, 401, 401, 401]),
    ("GET",    "/till/float",       "/till/float",    "",                                           [401, 401, 401, 401]),
    ("GET",    "/feed",             "/feed",          "",                                           [401, 401, 401, 401]),
    ("GET",    "/account",          "/account",       "",                                           [401, 401, 401, 401]),
    ("POST",   "/sign-out",         "/sign-out",      "",                                           [401, 401, 401, 401]),
    ("GET",    "/wallet",           "/wallet",        "",                                           [401, 401, 401, 401]),
    ("POST",   "/logout",           "/logout",        "",                                           [401, 204, 204, 204]),
];

const CALLERS: [Option<(&str, &str)>; 4] = [
    None,
    Some(("alice", "alice-demo")),
    Some(("bob", "bob-demo")),
    Some(("carol", "carol-demo")),
];

const LOGIN: &str = "user=alice&password=alice-demo";

#[actix_web::test]
async fn every_route_answers_every_caller_as_promised() {
    let shop = TestShop::open().await;
    for (column, caller) in CALLERS.into_iter().enumerate() {
        let token = match caller {
            Some((user, password)) => Some(shop.log_in(user, password).await),
            None => None,
        };
        for (method, _, path, body, promised) in PROMISES {
            let answer = shop
                .ask(request(method, path, token.as_deref(), body))
                .await;
            let who = caller.map_or("anonymous", |(user, _)| user);
            assert_eq!(answer.status, promised[column], "{method} {path} by {who}");
        }
    }
}

#[test]
fn the_promises_are_about_every_route_of_the_shop() {
    let promised: BTreeSet<_> = PROMISES.map(|(method, route, ..)| (method, route)).into();
    let declared: BTreeSet<_> = declared_handlers()
        .into_iter()
        .flat_map(Access::routes)
        .flat_map(|route| route.methods().iter().map(|method| (*method, route.path())))
        .collect();
    assert_eq!(promised, declared);
}

#[test]
fn the_printed_table_says_what_was_promised() {
    let text = welcome::text("http://shop.test");
    let refusal = |status: u16| (status >= 400).then(|| status.to_string());
    for (method, route, _, _, [anonymous, known @ ..]) in PROMISES {
        let row = text
            .lines()
            .find(|line| line.split_whitespace().take(2).eq([method, route]))
            .unwrap_or_else(|| panic!("the table has no {method} {route}"));
        // Cells stand two spaces apart at least.
        let cells: Vec<_> = row.split("  ").map(str::trim).collect();
        let cells: Vec<_> = cells.into_iter().filter(|cell| !cell.is_empty()).collect();
        let [_, _, scheme, _, at_first, others] = cells[..] else {
            panic!("{row}");
        };
        let anonymous = refusal(anonymous);
        assert_eq!(at_first, anonymous.as_deref().unwrap_or("allowed"), "{row}");
        if scheme == "-" || scheme.contains("Bearer") {
            let known: BTreeSet<_> = known.into_iter().filter_map(refusal).collect();
            let others: BTreeSet<_> = others.split(" or ").filter_map(status).collect();
            assert_eq!(known, others, "{row}");
        }
    }
}

/// The status of `403 insufficient_scope`.
fn status(answer: &str) -> Option<String> {
    let status = answer.split(' ').next()?;
    (status != "-").then(|| status.to_owned())
}

#[actix_web::test]
async fn a_login_does_not_tell_who_has_an_account() {
    let shop = TestShop::open().await;
    let mut answers = Vec::new();
    for form in ["user=alice&password=guess", "user=mallory&password=guess"] {
        let answer = shop.ask(login(form)).await;
        assert_eq!(answer.status, 400);
        assert!(!answer.headers.contains_key(WWW_AUTHENTICATE));
        answers.push(answer.body);
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0]["error"], "invalid_grant");
}

#[actix_web::test]
async fn a_token_says_who_for_whom_and_for_how_long() {
    let shop = TestShop::open().await;
    let answer = shop.ask(login(LOGIN)).await;
    assert_eq!(answer.headers.get(CACHE_CONTROL).unwrap(), "no-store");
    assert_eq!(answer.body["token_type"], "Bearer");
    assert_eq!(answer.body["expires_in"], 900);

    let token = answer.body["access_token"].as_str().unwrap();
    let claims: Value = jsonwebtoken::dangerous::insecure_decode_claims(token).unwrap();
    assert_eq!(claims["sub"], "alice");
    assert_eq!(claims["iss"], "https://bookshop.example");
    assert_eq!(claims["aud"], ADDRESS);
    assert_eq!(claims["roles"], serde_json::json!(["customer"]));
    let second = |claim: &str| claims[claim].as_u64().unwrap();
    assert_eq!(second("exp") - second("iat"), 900);
    assert_eq!(claims["auth_time"], claims["iat"]);
    assert_eq!(claims["acr"], "password");
    assert!(claims["jti"].as_str().is_some_and(|name| !name.is_empty()));
    assert!(claims.get("cnf").is_none());
}

#[actix_web::test]
async fn a_token_of_one_shop_opens_no_other() {
    let (shop, other) = (TestShop::open().await, TestShop::open().await);
    let token = shop.log_in("carol", "carol-demo").await;
    let answer = other.ask(request("GET", "/me", Some(&token), "")).await;
    assert_eq!(answer.status, 401);
    let challenge = answer.headers.get(WWW_AUTHENTICATE).unwrap();
    let challenge = challenge.to_str().unwrap();
    assert!(
        challenge.starts_with("Bearer realm=\"bookshop\", error=\"invalid_token\", "),
        "{challenge}"
    );
    let description = "error_description=\"The access token is not valid\"";
    assert!(challenge.contains(description), "{challenge}");
}

#[actix_web::test]
async fn a_challenge_names_the_realm_of_the_route() {
    let shop = TestShop::open().await;
    for (path, challenge) in [
        ("/me", "Bearer realm=\"bookshop\", "),
        ("/orders", "Bearer realm=\"orders\", "),
    ] {
        let answer = shop.ask(request("GET", path, None, "")).await;
        let found = answer.headers.get(WWW_AUTHENTICATE).unwrap().to_str();
        let found = found.unwrap();
        assert!(found.starts_with(challenge), "{found}");
    }
}

#[actix_web::test]
async fn a_refusal_says_what_the_route_has_to_say() {
    let shop = TestShop::open().await;
    let alice = shop.log_in("alice", "alice-demo").await;
    let bob = shop.log_in("bob", "bob-demo").await;
    for (method, path, token, message) in [
        ("GET", "/sales", &alice, "You may not do this."),
        (
            "POST",
            "/books",
            &alice,
            "Only editors and admins add books.",
        ),
        (
            "DELETE",
            "/books/1",
            &alice,
            "Only editors take books off the shelf.",
        ),
        (
            "DELETE",
            "/books/1",
            &bob,
            "An admin has to be there when a book goes.",
        ),
    ] {
        let answer = shop.ask(request(method, path, Some(token), "")).await;
        assert_eq!(answer.status, 403);
        assert_eq!(answer.body["message"], message, "{method} {path}");
        assert!(!answer.headers.contains_key(WWW_AUTHENTICATE));
    }
}

#[actix_web::test]
async fn the_admin_area_looks_like_a_path_that_does_not_exist() {
    let shop = TestShop::open().await;
    let alice = shop.log_in("alice", "alice-demo").await;
    for token in [None, Some(alice.as_str()), Some("forged")] {
        for method in ["GET", "HEAD", "POST", "OPTIONS"] {
            let [mut hidden, mut miss] = [
                shop.ask(request(method, "/admin/users", token, "")).await,
                shop.ask(request(method, "/no/such/path", token, "")).await,
            ];
            for answer in [&mut hidden, &mut miss] {
                // Two requests are not answered at the same second.
                if let Some(timestamp) = answer.body.get_mut("timestamp") {
                    *timestamp = Value::Null;
                }
            }
            assert_eq!(hidden.status, 404);
            assert_eq!(hidden.status, miss.status);
            assert_eq!(hidden.body, miss.body);
            assert!(hidden.headers.iter().eq(miss.headers.iter()), "{method}");
        }
    }
}

#[actix_web::test]
async fn a_body_is_read_only_for_who_may_send_it() {
    let shop = TestShop::open().await;
    for (user, password, status) in [("alice", "alice-demo", 403), ("bob", "bob-demo", 400)] {
        let token = shop.log_in(user, password).await;
        let answer = shop
            .ask(request("POST", "/books", Some(&token), "{ no JSON"))
            .await;
        assert_eq!(answer.status, status, "{user}");
    }
}

#[actix_web::test]
async fn readers_with_an_account_pay_less_and_see_their_own_orders() {
    let shop = TestShop::open().await;
    let alice = shop.log_in("alice", "alice-demo").await;
    let bob = shop.log_in("bob", "bob-demo").await;
    for (token, cents) in [(None, 900), (Some(alice.as_str()), 810)] {
        let window = shop.ask(request("GET", "/books", token, "")).await;
        assert_eq!(window.body["books"][0]["cents"], cents);
    }
    shop.ask(request("POST", "/orders", Some(&alice), r#"{"book":1}"#))
        .await;
    let orders = |token| request("GET", "/orders", Some(token), "");
    let hers = shop.ask(orders(&alice)).await.body;
    let newest = hers.as_array().unwrap().last().unwrap();
    assert_eq!(newest["title"], "Emma");
    assert_eq!(newest["cents"], 810);
    assert_eq!(shop.ask(orders(&bob)).await.body, serde_json::json!([]));
}
