//! DPoP, revocation, and what clients of OAuth have to know.

use actix_web::http::header::AUTHORIZATION;
use actix_web::test::TestRequest;
use onboarding::prover::Prover;

use crate::challenges;
use crate::client::{ADDRESS, TestShop, login, request};

const LOGIN: &str = "user=alice&password=alice-demo";

/// Alice's token, bound to this key.
async fn bound_token(shop: &TestShop, key: &Prover) -> String {
    let form = format!("{LOGIN}&dpop_jkt={}", key.thumbprint().unwrap());
    let answer = shop.ask(login(form)).await;
    assert_eq!(answer.body["token_type"], "DPoP");
    answer.body["access_token"].as_str().unwrap().to_owned()
}

fn wallet(token: &str, proof: &str) -> TestRequest {
    TestRequest::with_uri("/wallet")
        .insert_header((AUTHORIZATION, format!("DPoP {token}")))
        .insert_header(("dpop", proof))
}

#[actix_web::test]
async fn a_wallet_opens_for_the_key_once_a_proof() {
    let shop = TestShop::open().await;
    let (alice, mallory) = (Prover::new().unwrap(), Prover::new().unwrap());
    let token = bound_token(&shop, &alice).await;
    let (url, elsewhere) = (format!("{ADDRESS}/wallet"), format!("{ADDRESS}/me"));
    let proof = alice.proof("GET", &url, &token).unwrap();
    for (proof, status) in [
        (&proof, 200),
        (&proof, 401),
        (&alice.proof("POST", &url, &token).unwrap(), 401),
        (&alice.proof("GET", &elsewhere, &token).unwrap(), 401),
        (&alice.proof("GET", &url, "another").unwrap(), 401),
        (&mallory.proof("GET", &url, &token).unwrap(), 401),
        (&String::new(), 401),
    ] {
        assert_eq!(
            shop.ask(wallet(&token, proof)).await.status,
            status,
            "{proof}"
        );
    }
}

#[actix_web::test]
async fn a_bound_token_is_no_plain_one_and_the_other_way_round() {
    let shop = TestShop::open().await;
    let key = Prover::new().unwrap();
    let bound = bound_token(&shop, &key).await;
    let answer = shop.ask(request("GET", "/me", Some(&bound), "")).await;
    assert_eq!(answer.status, 401);

    let plain = shop.log_in("alice", "alice-demo").await;
    let proof = key.proof("GET", &format!("{ADDRESS}/wallet"), &plain);
    let answer = shop.ask(wallet(&plain, &proof.unwrap())).await;
    assert_eq!(answer.status, 401);
}

#[actix_web::test]
async fn what_is_no_thumbprint_makes_a_token_that_opens_nothing() {
    let shop = TestShop::open().await;
    for jkt in ["", "guess"] {
        let token = shop.token(&format!("{LOGIN}&dpop_jkt={jkt}")).await;
        let answer = shop.ask(request("GET", "/me", Some(&token), "")).await;
        assert_eq!(answer.status, 401, "{jkt:?}");
    }
}

#[test]
fn a_prover_is_the_same_from_its_text() {
    let prover = Prover::new().unwrap();
    let again = Prover::from_text(&prover.to_text()).unwrap();
    assert_eq!(prover.thumbprint().unwrap(), again.thumbprint().unwrap());
    assert!(Prover::from_text("guess").is_err());
    assert!(!format!("{prover:?}").contains(&prover.to_text()));
}

#[actix_web::test]
async fn a_token_is_good_until_its_owner_logs_out() {
    let shop = TestShop::open().await;
    let token = shop.log_in("alice", "alice-demo").await;
    let other = shop.log_in("alice", "alice-demo").await;
    for (method, path, token, status) in [
        ("GET", "/me", &token, 200),
        ("POST", "/logout", &token, 204),
        ("GET", "/me", &token, 401),
        ("POST", "/logout", &token, 401),
        ("GET", "/me", &other, 200),
    ] {
        let answer = shop.ask(request(method, path, Some(token), "")).await;
        assert_eq!(answer.status, status, "{method} {path}");
    }
}

#[actix_web::test]
async fn a_challenge_leads_to_what_clients_have_to_know() {
    let shop = TestShop::open().await;
    let answer = shop.ask(TestRequest::with_uri("/me")).await;
    let [challenge] = challenges(&answer.headers)[..] else {
        panic!("one challenge: {:?}", answer.headers);
    };
    let (_, url) = challenge.split_once("resource_metadata=\"").unwrap();
    let path = url.strip_prefix(ADDRESS).unwrap().trim_end_matches('"');
    let metadata = shop.ask(TestRequest::with_uri(path)).await;
    assert_eq!(metadata.status, 200);
    assert_eq!(metadata.body["resource"], ADDRESS);
    assert_eq!(
        metadata.body["scopes_supported"],
        serde_json::json!(["feed:read"])
    );
}
