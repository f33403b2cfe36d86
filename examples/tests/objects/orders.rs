//! Orders: 1 and 2 are Alice's, of which 1 is sent, and 3 is Carol's.

use std::collections::BTreeSet;

use actix_web::http::header::WWW_AUTHENTICATE;

use crate::client::{TestShop, request};
use crate::{Seen, log_in, miss, seen, shop};

/// Numbers of orders, three of which there are, and what is no number at all.
fn guesses() -> impl Iterator<Item = String> {
    let numbers = (-1..40).map(|id: i64| id.to_string());
    let others = [
        "9223372036854775807",
        "9223372036854775808",
        "abc",
        "3x",
        "3%20",
        "%33x",
        "0x3",
    ];
    numbers.chain(others.map(str::to_owned))
}

/// Which guesses a caller sees as an order, and in how many ways the others are answered.
async fn enumerate(
    shop: &TestShop,
    method: &str,
    token: Option<&str>,
) -> (Vec<String>, BTreeSet<Seen>) {
    let (mut found, mut classes) = (Vec::new(), BTreeSet::new());
    for id in guesses() {
        let path = format!("/orders/{id}");
        let answer = shop.ask(request(method, &path, token, "")).await;
        if answer.status == 200 {
            found.push(id);
        } else {
            classes.insert(seen(&answer));
        }
    }
    (found, classes)
}

#[actix_web::test]
async fn whoever_tries_every_number_learns_of_no_order_but_what_may_be_read() {
    let shop = shop().await;
    for (user, readable) in [
        ("alice", &["1", "2"][..]),
        ("bob", &["1", "2", "3"]),
        ("carol", &["1", "2", "3"]),
    ] {
        let token = log_in(&shop, user).await;
        let (found, classes) = enumerate(&shop, "GET", Some(&token)).await;
        assert_eq!(found, readable, "{user}");
        let miss = miss(&shop, "GET", Some(&token)).await;
        assert_eq!(classes, BTreeSet::from([miss]), "{user}");
    }
}

#[actix_web::test]
async fn other_methods_and_strangers_tell_no_numbers_apart() {
    let shop = shop().await;
    let alice = log_in(&shop, "alice").await;
    for method in ["HEAD", "POST", "PUT", "PATCH", "OPTIONS"] {
        let (_, classes) = enumerate(&shop, method, Some(&alice)).await;
        let miss = miss(&shop, method, Some(&alice)).await;
        assert_eq!(classes, BTreeSet::from([miss]), "{method}");
    }
    for method in ["GET", "DELETE"] {
        let (found, classes) = enumerate(&shop, method, None).await;
        let statuses: Vec<_> = classes.iter().map(|(status, ..)| *status).collect();
        assert_eq!((found.len(), &*statuses), (0, &[401][..]), "{method}");
        // Only so many, because forged tokens make their sender wait.
        let mut classes = BTreeSet::new();
        for id in ["1", "3", "99", "abc"] {
            let forged = request(method, &format!("/orders/{id}"), Some("forged"), "");
            classes.insert(seen(&shop.ask(forged).await));
        }
        let statuses: Vec<_> = classes.iter().map(|(status, ..)| *status).collect();
        assert_eq!(statuses, [401], "{method}");
    }
}

#[actix_web::test]
async fn a_buyer_cancels_what_is_not_sent_and_nobody_else_does() {
    let shop = shop().await;
    let alice = log_in(&shop, "alice").await;
    let bob = log_in(&shop, "bob").await;
    let carol = log_in(&shop, "carol").await;
    for (who, token, order, status) in [
        ("a stranger", None, 2, 401),
        ("alice, whose book is on its way", Some(&alice), 1, 403),
        ("bob, who packs it", Some(&bob), 2, 403),
        ("carol, an admin", Some(&carol), 2, 403),
        ("alice, of carol's", Some(&alice), 3, 404),
        ("alice, of nobody's", Some(&alice), 99, 404),
        ("alice", Some(&alice), 2, 204),
        ("alice, again", Some(&alice), 2, 404),
        ("bob, too late", Some(&bob), 2, 404),
        ("carol", Some(&carol), 3, 204),
    ] {
        let path = format!("/orders/{order}");
        let token = token.map(String::as_str);
        let answer = shop.ask(request("DELETE", &path, token, "")).await;
        assert_eq!(answer.status, status, "{who}");
        let has_challenge = answer.headers.contains_key(WWW_AUTHENTICATE);
        assert_eq!(has_challenge, status == 401, "{who}");
        if status == 404 {
            assert_eq!(seen(&answer), miss(&shop, "DELETE", token).await, "{who}");
        }
    }
    // What was refused is still there.
    let (left, _) = enumerate(&shop, "GET", Some(&bob)).await;
    assert_eq!(left, ["1"]);
}

#[actix_web::test]
async fn the_number_of_a_cancelled_order_is_not_given_again() {
    let shop = shop().await;
    let carol = log_in(&shop, "carol").await;
    let cancelled = request("DELETE", "/orders/3", Some(&carol), "");
    assert_eq!(shop.ask(cancelled).await.status, 204);
    let alice = log_in(&shop, "alice").await;
    let bought = request("POST", "/orders", Some(&alice), r#"{"book":1}"#);
    assert_eq!(shop.ask(bought).await.body["id"], 4);
}

#[actix_web::test]
async fn orders_by_the_name_of_their_buyer_are_for_the_buyer_and_for_admins() {
    let shop = shop().await;
    let users = ["alice", "bob", "carol"];
    for caller in users {
        let token = log_in(&shop, caller).await;
        for buyer in users.into_iter().chain(["nobody"]) {
            let path = format!("/users/{buyer}/orders");
            let answer = shop.ask(request("GET", &path, Some(&token), "")).await;
            if caller == buyer || caller == "carol" {
                assert_eq!(answer.status, 200, "{caller} {buyer}");
                let orders = answer.body.as_array().unwrap();
                assert!(orders.iter().all(|order| order["buyer"] == buyer));
                let count = [("alice", 2), ("carol", 1)]
                    .into_iter()
                    .find(|it| it.0 == buyer);
                assert_eq!(orders.len(), count.map_or(0, |it| it.1), "{buyer}");
            } else {
                let miss = miss(&shop, "GET", Some(&token)).await;
                assert_eq!(seen(&answer), miss, "{caller} {buyer}");
            }
        }
    }
}
