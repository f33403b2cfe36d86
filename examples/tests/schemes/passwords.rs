//! Basic and Digest.

use actix_web::http::header::{AUTHORIZATION, RETRY_AFTER};
use actix_web::test::TestRequest;
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::challenges;
use crate::client::{TestShop, send};

fn with_password(user: &str, password: &str) -> TestRequest {
    let pair = BASE64_STANDARD.encode(format!("{user}:{password}"));
    let credentials = (AUTHORIZATION, format!("Basic {pair}"));
    TestRequest::with_uri("/reports/sales").insert_header(credentials)
}

#[actix_web::test]
async fn a_spreadsheet_comes_with_a_password() {
    let shop = TestShop::open().await;
    for (user, password, status) in [
        ("bob", "bob-demo", 200),
        ("alice", "alice-demo", 403),
        ("bob", "guess", 401),
        ("mallory", "guess", 401),
        ("till", "till-demo", 401),
        // A PIN is no password.
        ("carol", "271828", 401),
    ] {
        let answer = shop.ask(with_password(user, password)).await;
        assert_eq!(answer.status, status, "{user}:{password}");
        let expected = "Basic realm=\"bookshop\", charset=\"UTF-8\"";
        let expected = if status == 401 { &[expected][..] } else { &[] };
        assert_eq!(challenges(&answer.headers), expected, "{user}:{password}");
    }
}

#[actix_web::test]
async fn whoever_guesses_has_to_wait_and_nobody_else() {
    let shop = TestShop::open().await;
    let from = |address: &str, password| {
        with_password("bob", password).peer_addr(format!("{address}:5000").parse().unwrap())
    };
    let mut statuses = Vec::new();
    for _ in 0..25 {
        statuses.push(shop.ask(from("192.0.2.1", "guess")).await.status);
    }
    let (failed, waiting) = statuses.split_at(20);
    assert!(failed.iter().all(|status| *status == 401), "{statuses:?}");
    assert!(waiting.iter().all(|status| *status == 429), "{statuses:?}");

    let right = shop.ask(from("192.0.2.1", "bob-demo")).await;
    assert_eq!(right.status, 429);
    assert!(right.headers.contains_key(RETRY_AFTER));
    assert_eq!(shop.ask(from("192.0.2.2", "bob-demo")).await.status, 200);
}

/// No guard sees a form: it counts by itself, together with what guards see.
#[actix_web::test]
async fn whoever_guesses_by_forms_has_to_wait_and_nobody_else() {
    let shop = TestShop::open().await;
    let from = |address: &str, path, password: &str| {
        let form = send(path, format!("user=bob&password={password}"));
        form.peer_addr(format!("{address}:5000").parse().unwrap())
    };
    for _ in 0..10 {
        for (path, status) in [("/login", 400), ("/sign-in", 422)] {
            let answer = shop.ask(from("192.0.2.1", path, "guess")).await;
            assert_eq!(answer.status, status);
        }
    }
    for path in ["/login", "/sign-in"] {
        let right = shop.ask(from("192.0.2.1", path, "bob-demo")).await;
        assert_eq!(right.status, 429);
        assert!(right.headers.contains_key(RETRY_AFTER));
    }
    let basic = with_password("bob", "bob-demo").peer_addr("192.0.2.1:5000".parse().unwrap());
    assert_eq!(shop.ask(basic).await.status, 429);
    for (path, status) in [("/login", 200), ("/sign-in", 303)] {
        let other = shop.ask(from("192.0.2.2", path, "bob-demo")).await;
        assert_eq!(other.status, status);
    }
}

/// curl answers the challenge, in `tests/curl.rs`.
#[actix_web::test]
async fn a_till_is_asked_for_a_digest() {
    let shop = TestShop::open().await;
    let password = BASE64_STANDARD.encode("till:till-demo");
    for credentials in [None, Some(format!("Basic {password}"))] {
        let mut till = TestRequest::with_uri("/till/float");
        if let Some(credentials) = credentials {
            till = till.insert_header((AUTHORIZATION, credentials));
        }
        let answer = shop.ask(till).await;
        assert_eq!(answer.status, 401);
        let [challenge] = challenges(&answer.headers)[..] else {
            panic!("one challenge: {:?}", answer.headers);
        };
        assert!(challenge.starts_with("Digest realm=\"bookshop\", "));
        assert!(challenge.contains("algorithm=SHA-256"), "{challenge}");
    }
}

/// The till, from this address, with the answer to its challenge (RFC 7616 §3.4).
async fn till_from(shop: &TestShop, address: Option<&str>) -> u16 {
    let till = || {
        // What clients say of their address themselves counts for nothing.
        let claim = ("x-forwarded-for", "127.0.0.1");
        let till = TestRequest::with_uri("/till/float").insert_header(claim);
        match address {
            Some(address) => till.peer_addr(address.parse().unwrap()),
            None => till,
        }
    };
    let asked = shop.ask(till()).await;
    let [challenge] = challenges(&asked.headers)[..] else {
        panic!("one challenge: {:?}", asked.headers);
    };
    let (_, nonce) = challenge.split_once("nonce=\"").unwrap();
    let (nonce, _) = nonce.split_once('"').unwrap();
    let secret = sha256("till:bookshop:till-demo");
    let request = sha256("GET:/till/float");
    let response = sha256(&format!("{secret}:{nonce}:00000001:c:auth:{request}"));
    let credentials = format!(
        "Digest username=\"till\", realm=\"bookshop\", uri=\"/till/float\", algorithm=SHA-256, \
         nonce=\"{nonce}\", nc=00000001, cnonce=\"c\", qop=auth, \
         response=\"{response}\""
    );
    let answer = till().insert_header((AUTHORIZATION, credentials));
    shop.ask(answer).await.status
}

fn sha256(text: &str) -> String {
    let bytes = digest(&SHA256, text.as_bytes());
    let hex = bytes.as_ref().iter().map(|byte| format!("{byte:02x}"));
    hex.collect()
}

#[actix_web::test]
async fn the_password_of_the_till_is_good_in_the_shop_only() {
    let shop = TestShop::open().await;
    for (address, status) in [
        (Some("127.0.0.1:5000"), 200),
        (Some("127.8.9.10:5000"), 200),
        (Some("[::1]:5000"), 200),
        (Some("[::ffff:127.0.0.1]:5000"), 200),
        (Some("192.0.2.1:5000"), 403),
        (Some("[2001:db8::1]:5000"), 403),
        // Nobody knows where.
        (None, 403),
    ] {
        assert_eq!(till_from(&shop, address).await, status, "{address:?}");
    }
}
