//! Two branches: Bob works in the harbour, nobody of the demo at the market.

use serde_json::{Value, json};

use crate::client::{TestShop, request};
use crate::{log_in, miss, seen, shop};

const FORGED: &str = "forged";

fn claims(token: &str) -> Value {
    jsonwebtoken::dangerous::insecure_decode_claims(token).unwrap()
}

async fn stock(shop: &TestShop, branch: &str, token: &str) -> (u16, Value) {
    let path = format!("/branches/{branch}/stock");
    let answer = shop.ask(request("GET", &path, Some(token), "")).await;
    (answer.status, answer.body)
}

#[actix_web::test]
async fn who_works_in_a_branch_sees_its_stock_and_no_other() {
    let shop = shop().await;
    let bob = log_in(&shop, "bob").await;
    assert_eq!(claims(&bob)["branch"], "harbour");
    let harbour = json!([{"title": "Emma", "copies": 4}, {"title": "Moby-Dick", "copies": 9}]);
    assert_eq!(stock(&shop, "harbour", &bob).await, (200, harbour.clone()));
    // The same text, written otherwise.
    assert_eq!(stock(&shop, "%68arbour", &bob).await, (200, harbour));
    assert_eq!(stock(&shop, "market", &bob).await.0, 404);
}

#[actix_web::test]
async fn admins_see_each_branch_with_its_own_stock() {
    let shop = shop().await;
    let carol = log_in(&shop, "carol").await;
    assert!(claims(&carol).get("branch").is_none());
    let market = json!([{"title": "Emma", "copies": 2}, {"title": "Middlemarch", "copies": 7}]);
    assert_eq!(stock(&shop, "market", &carol).await, (200, market));
    let (status, harbour) = stock(&shop, "harbour", &carol).await;
    assert_eq!((status, &harbour[0]["copies"]), (200, &json!(4)));
}

#[actix_web::test]
async fn another_branch_is_as_much_there_as_one_that_does_not_exist() {
    let shop = shop().await;
    let alice = log_in(&shop, "alice").await;
    let bob = log_in(&shop, "bob").await;
    for (token, branches) in [
        (
            Some(&*bob),
            &["market", "Harbour", "harbour%2F", "moon", "bob"][..],
        ),
        // A customer works nowhere.
        (
            Some(&*alice),
            &["harbour", "market", "moon", "null", "alice"],
        ),
        (None, &["harbour", "market", "moon"]),
        (Some(FORGED), &["harbour", "market", "moon"]),
    ] {
        for method in ["GET", "HEAD", "DELETE", "OPTIONS"] {
            let miss = miss(&shop, method, token).await;
            for branch in branches {
                let path = format!("/branches/{branch}/stock");
                let answer = shop.ask(request(method, &path, token, "")).await;
                assert_eq!(seen(&answer), miss, "{method} {path}");
            }
        }
    }
}
