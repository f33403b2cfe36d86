//! A proof is good once (RFC 9449 §11.1).

use std::sync::{Arc, Mutex};
use std::time::Duration;

use actix_web::http::StatusCode;
use auth_runtime::dpop::DPoP;
use auth_runtime::{Count, MemoryStore, Store, StoreAnswer, StoreError};

use crate::proofs::{assert_error, assert_in, assert_no_proof};
use crate::prover::Prover;
use crate::site::{ME, NOW, ORIGIN, Site, presenting};

#[actix_web::test]
async fn a_proof_is_good_once() {
    let site = Site::new().await;
    let token = site.token();
    let proof = site.client.proof("GET", ME, &token).sign();
    assert_in(&site.present(&token, &proof).await);
    assert_no_proof(&site.present(&token, &proof).await);
    // Nor signed anew: what counts is the name that the client gave it.
    let again = |id: &str| site.client.proof("GET", ME, &token).claim("jti", id).sign();
    assert_in(&site.present(&token, &again("one")).await);
    assert_no_proof(&site.present(&token, &again("one")).await);
    assert_in(&site.present(&token, &again("One")).await);
}

/// From the first second in which it is good to the last.
#[actix_web::test]
async fn a_proof_is_remembered_as_long_as_it_is_good() {
    let site = Site::new().await;
    let token = site.token();
    let ahead = site
        .client
        .proof("GET", ME, &token)
        .claim("iat", NOW + 5)
        .sign();
    assert_in(&site.present(&token, &ahead).await);
    for _ in 0..66 {
        site.clock.advance(Duration::from_secs(1));
        assert_no_proof(&site.present(&token, &ahead).await);
    }
}

#[actix_web::test]
async fn clients_and_urls_have_names_of_their_own() {
    let site = Site::new().await;
    let other = Prover::es256();
    for client in [&site.client, &other] {
        let token = site.bound(client).mint();
        let proof = client.proof("GET", ME, &token).claim("jti", "1").sign();
        assert_in(&site.present(&token, &proof).await);
    }
    let token = site.token();
    let url = "https://api.example/either";
    let proof = site
        .client
        .proof("GET", url, &token)
        .claim("jti", "1")
        .sign();
    let answer = presenting("/either", &token).header("dpop", &proof);
    assert_in(&answer.send(&site.app).await);
}

/// Two requests at the same time are two uses.
#[actix_web::test]
async fn of_many_at_once_one_comes_in() {
    let site = Site::new().await;
    let token = site.token();
    let proof = site.client.proof("GET", ME, &token).sign();
    let answers = (0..20).map(|_| site.present(&token, &proof));
    let answers = futures_util::future::join_all(answers).await;
    let let_in = answers.iter().filter(|it| it.status == StatusCode::OK);
    assert_eq!(let_in.count(), 1);
}

/// What is kept of a proof has always the same size, and nothing of the client in it.
#[actix_web::test]
async fn names_are_kept_as_hashes() {
    let store = Watched::default();
    let site = Site::with(DPoP::at(ORIGIN), |builder| builder.store(store.clone())).await;
    let token = site.token();
    for id in ["a".to_owned(), "a\u{0}b".into(), "x".repeat(4000)] {
        let proof = site.client.proof("GET", ME, &token).claim("jti", id).sign();
        assert_in(&site.present(&token, &proof).await);
    }
    let claimed = store.claimed.lock().unwrap();
    assert_eq!(claimed.len(), 3);
    for (key, keep) in claimed.iter() {
        assert_eq!(key.len(), "dpop:".len() + 43);
        assert!(key.bytes().all(|byte| byte.is_ascii_graphic()));
        assert!(*keep >= Duration::from_secs(66) && *keep < Duration::from_secs(120));
    }
}

#[actix_web::test]
async fn a_huge_name_is_not_looked_at() {
    let store = Watched::default();
    let site = Site::with(DPoP::at(ORIGIN), |builder| builder.store(store.clone())).await;
    let token = site.token();
    let huge = "x".repeat(1 << 20);
    let proof = site
        .client
        .proof("GET", ME, &token)
        .claim("jti", huge)
        .sign();
    assert_no_proof(&site.present(&token, &proof).await);
    assert!(store.claimed.lock().unwrap().is_empty());
}

/// Whoever has no good token leaves nothing behind, so nobody fills the store for free.
#[actix_web::test]
async fn only_who_comes_in_is_remembered() {
    let store = Watched::default();
    let site = Site::with(DPoP::at(ORIGIN), |builder| builder.store(store.clone())).await;
    let thief = Prover::es256();
    let (token, unbound) = (site.token(), site.issuer.token("alice").mint());
    let attempts = [
        (&token, thief.proof("GET", ME, &token)),
        (&unbound, site.client.proof("GET", ME, &unbound)),
        (&token, site.client.proof("POST", ME, &token)),
        (
            &token,
            site.client.proof("GET", ME, &token).claim("iat", NOW - 61),
        ),
    ];
    for (token, proof) in attempts {
        let answer = site.present(token, &proof.sign()).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    }
    assert!(store.claimed.lock().unwrap().is_empty());
}

/// Nobody can tell whether it is a replay: not in, and not logged out either.
#[actix_web::test]
async fn a_store_that_does_not_answer_is_503() {
    for store in [Down::Now, Down::Later, Down::Panics] {
        let site = Site::with(DPoP::at(ORIGIN), |builder| builder.store(store)).await;
        let token = site.token();
        let proof = site.client.proof("GET", ME, &token).sign();
        let answer = site.present(&token, &proof).await;
        let status = match store {
            Down::Now | Down::Later => 503,
            Down::Panics => 500,
        };
        assert_eq!(answer.status.as_u16(), status);
        assert!(answer.challenges().is_empty());
        // What is bad in itself is told apart all the same.
        let proof = site.client.proof("POST", ME, &token).sign();
        assert_no_proof(&site.present(&token, &proof).await);
    }
}

#[actix_web::test]
async fn a_full_store_opens_nothing() {
    let store = MemoryStore::with_room_for(2);
    let site = Site::with(DPoP::at(ORIGIN), |builder| builder.store(store)).await;
    let token = site.token();
    let first = site.client.proof("GET", ME, &token).sign();
    assert_in(&site.present(&token, &first).await);
    let second = site.client.proof("GET", ME, &token).sign();
    assert_in(&site.present(&token, &second).await);
    let third = site.client.proof("GET", ME, &token).sign();
    assert_eq!(site.present(&token, &third).await.status.as_u16(), 503);
    assert_no_proof(&site.present(&token, &first).await);
}

#[actix_web::test]
async fn a_store_that_answers_later_is_waited_for() {
    let store = Watched {
        later: true,
        ..Watched::default()
    };
    let site = Site::with(DPoP::at(ORIGIN), |builder| builder.store(store)).await;
    let token = site.token();
    let proof = site.client.proof("GET", ME, &token).sign();
    assert_in(&site.present(&token, &proof).await);
    assert_no_proof(&site.present(&token, &proof).await);
    let thief = Prover::es256().proof("GET", ME, &token).sign();
    assert_error(&site.present(&token, &thief).await, "invalid_token");
}

/// A store that remembers what it was asked.
#[derive(Clone, Default)]
struct Watched {
    claimed: Arc<Mutex<Vec<(String, Duration)>>>,
    later: bool,
}

impl Store for Watched {
    fn get(&self, _: &str) -> StoreAnswer<Option<Vec<u8>>> {
        StoreAnswer::now(Ok(None))
    }

    fn put(&self, _: &str, _: &[u8], _: Duration) -> StoreAnswer<()> {
        StoreAnswer::now(Ok(()))
    }

    fn raise(&self, _: &str, number: u64, _: Duration) -> StoreAnswer<u64> {
        StoreAnswer::now(Ok(number))
    }

    fn claim(&self, key: &str, keep: Duration) -> StoreAnswer<bool> {
        let mut claimed = self.claimed.lock().unwrap();
        let is_first = claimed.iter().all(|(known, _)| known != key);
        claimed.push((key.to_owned(), keep));
        if self.later {
            StoreAnswer::later(async move { Ok(is_first) })
        } else {
            StoreAnswer::now(Ok(is_first))
        }
    }

    fn count(&self, _: &str, _: u32, _: Duration) -> StoreAnswer<Count> {
        StoreAnswer::now(Ok(Count::default()))
    }
}

/// A store that is out of reach.
#[derive(Clone, Copy)]
enum Down {
    Now,
    Later,
    Panics,
}

impl Down {
    fn answer<T: 'static>(self) -> StoreAnswer<T> {
        match self {
            Self::Now => StoreAnswer::now(Err(StoreError::new("down"))),
            Self::Later => StoreAnswer::later(async { Err(StoreError::new("down")) }),
            Self::Panics => panic!("down"),
        }
    }
}

impl Store for Down {
    fn get(&self, _: &str) -> StoreAnswer<Option<Vec<u8>>> {
        StoreAnswer::now(Ok(None))
    }

    fn put(&self, _: &str, _: &[u8], _: Duration) -> StoreAnswer<()> {
        self.answer()
    }

    fn raise(&self, _: &str, _: u64, _: Duration) -> StoreAnswer<u64> {
        self.answer()
    }

    fn claim(&self, _: &str, _: Duration) -> StoreAnswer<bool> {
        self.answer()
    }

    fn count(&self, _: &str, _: u32, _: Duration) -> StoreAnswer<Count> {
        StoreAnswer::now(Ok(Count::default()))
    }
}
