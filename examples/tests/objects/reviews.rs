//! Reviews: of the three books, Alice has bought the second and the third.

use crate::client::{Answer, TestShop, request};
use crate::{log_in, miss, seen, shop};

const REVIEW: &str = r#"{"text":"Long."}"#;
const NO_REVIEW: &str = "{ no JSON";

async fn write(shop: &TestShop, book: &str, token: Option<&str>, body: &'static str) -> Answer {
    let path = format!("/books/{book}/reviews");
    shop.ask(request("POST", &path, token, body)).await
}

#[actix_web::test]
async fn a_review_is_written_by_who_bought_the_book() {
    let shop = shop().await;
    for (user, statuses) in [
        // Of books 1, 2 and 3, and of none.
        ("alice", [403, 201, 201, 403]),
        ("bob", [403, 403, 403, 403]),
        // An admin, who bought the first.
        ("carol", [201, 403, 403, 403]),
    ] {
        let token = log_in(&shop, user).await;
        for (book, status) in ["1", "2", "3", "99"].into_iter().zip(statuses) {
            let answer = write(&shop, book, Some(&token), REVIEW).await;
            assert_eq!(answer.status, status, "{user}: book {book}");
            if status == 403 {
                let why = "Reviews are written by who bought the book.";
                assert_eq!(answer.body["message"], why);
            }
        }
    }
    assert_eq!(write(&shop, "2", None, REVIEW).await.status, 401);

    let reviews = shop.ask(request("GET", "/books/1/reviews", None, "")).await;
    let expected = serde_json::json!([{"reader": "carol", "text": "Long."}]);
    assert_eq!(reviews.body, expected);
}

#[actix_web::test]
async fn buying_opens_the_way_and_cancelling_closes_it() {
    let shop = shop().await;
    let alice = log_in(&shop, "alice").await;
    let alice = Some(&*alice);
    assert_eq!(write(&shop, "1", alice, REVIEW).await.status, 403);
    shop.ask(request("POST", "/orders", alice, r#"{"book":1}"#))
        .await;
    assert_eq!(write(&shop, "1", alice, REVIEW).await.status, 201);

    assert_eq!(write(&shop, "3", alice, REVIEW).await.status, 201);
    shop.ask(request("DELETE", "/orders/2", alice, "")).await;
    assert_eq!(write(&shop, "3", alice, REVIEW).await.status, 403);
}

/// The condition decides before the body is looked at.
#[actix_web::test]
async fn a_review_is_read_only_of_who_may_write_one() {
    let shop = shop().await;
    let alice = log_in(&shop, "alice").await;
    for (book, status) in [("1", 403), ("2", 400)] {
        let answer = write(&shop, book, Some(&alice), NO_REVIEW).await;
        assert_eq!(answer.status, status, "book {book}");
    }
}

#[actix_web::test]
async fn what_is_no_number_is_no_path() {
    let shop = shop().await;
    let alice = log_in(&shop, "alice").await;
    let answer = write(&shop, "emma", Some(&alice), REVIEW).await;
    assert_eq!(seen(&answer), miss(&shop, "POST", Some(&alice)).await);
}
