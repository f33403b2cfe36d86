//! Verdicts are kept for a while, and never for longer than they are true.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use auth_runtime::introspection::Introspection;
use auth_runtime::{Count, Store, StoreAnswer, StoreError};
use serde_json::{Value, json};

use crate::kit::{AUDIENCE, Answer, Api, FakeIssuer, NOW};

fn asking(server: &FakeIssuer) -> Introspection {
    Introspection::at(server.url("/introspect"))
        .client("api", "secret")
        .audience(AUDIENCE)
}

fn active(expires: u64) -> Answer {
    Answer::Json(json!({ "active": true, "sub": "alice", "aud": AUDIENCE, "exp": expires }))
}

fn inactive() -> Answer {
    Answer::Json(json!({ "active": false }))
}

fn server_that_says(answer: Answer) -> FakeIssuer {
    let server = FakeIssuer::new();
    server.say("/introspect", answer);
    server
}

#[actix_web::test]
async fn a_verdict_is_asked_for_once_in_half_a_minute() {
    let server = server_that_says(active(NOW + 600));
    let api = Api::new(|auth| auth.introspection(asking(&server)));
    for _ in 0..5 {
        assert_eq!(api.status("one").await, 200);
    }
    assert_eq!(server.count("/introspect"), 1);
    assert_eq!(api.status("two").await, 200);
    assert_eq!(server.count("/introspect"), 2);
    server.say("/introspect", inactive());
    api.clock.advance(Duration::from_secs(29));
    assert_eq!(api.status("one").await, 200);
    api.clock.advance(Duration::from_secs(1));
    assert_eq!(api.status("one").await, 401);
    assert_eq!(server.count("/introspect"), 3);
}

#[actix_web::test]
async fn a_verdict_never_outlives_the_token() {
    let server = server_that_says(active(NOW + 10));
    let api = Api::new(|auth| auth.introspection(asking(&server)));
    assert_eq!(api.status("one").await, 200);
    api.clock.advance(Duration::from_secs(9));
    assert_eq!(api.status("one").await, 200);
    api.clock.advance(Duration::from_secs(1));
    let (status, challenge) = api.answer("one").await;
    assert_eq!(status, 401);
    assert!(challenge.contains("expired"), "{challenge}");
}

#[actix_web::test]
async fn nothing_is_kept_beyond_the_end_of_the_token() {
    for (expires, kept) in [(NOW + 10, &[10][..]), (NOW + 600, &[30]), (NOW, &[])] {
        let server = server_that_says(active(expires));
        let keeps = Keeps::default();
        let store = keeps.clone();
        let api = Api::new(|auth| auth.introspection(asking(&server)).store(store));
        api.status("one").await;
        assert_eq!(*keeps.0.lock().unwrap(), kept, "{expires}");
    }
}

#[actix_web::test]
async fn not_even_in_a_store_that_keeps_it() {
    let server = server_that_says(active(NOW + 10));
    let store =
        Endless(json!({ "active": true, "sub": "alice", "aud": AUDIENCE, "exp": NOW + 10 }));
    let api = Api::new(|auth| auth.introspection(asking(&server)).store(store));
    assert_eq!(api.status("one").await, 200);
    api.clock.advance(Duration::from_secs(10));
    assert_eq!(api.status("one").await, 401);
    assert_eq!(server.count("/introspect"), 0);
}

#[actix_web::test]
async fn nothing_is_kept_where_that_is_chosen() {
    let server = server_that_says(active(NOW + 600));
    let asked = asking(&server).cache_for(Duration::ZERO);
    let api = Api::new(|auth| auth.introspection(asked));
    assert_eq!(api.status("one").await, 200);
    server.say("/introspect", inactive());
    assert_eq!(api.status("one").await, 401);
    assert_eq!(server.count("/introspect"), 2);
}

#[actix_web::test]
async fn a_no_is_kept_for_five_seconds() {
    let server = server_that_says(inactive());
    let api = Api::new(|auth| auth.introspection(asking(&server)));
    for _ in 0..5 {
        assert_eq!(api.status("one").await, 401);
    }
    assert_eq!(server.count("/introspect"), 1);
    server.say("/introspect", active(NOW + 600));
    api.clock.advance(Duration::from_secs(5));
    assert_eq!(api.status("one").await, 200);
}

#[actix_web::test]
async fn a_failure_is_not_kept() {
    let server = server_that_says(Answer::Other(500, "application/json", b"{}".to_vec()));
    let api = Api::new(|auth| auth.introspection(asking(&server)));
    assert_eq!(api.status("one").await, 503);
    server.say("/introspect", active(NOW + 600));
    assert_eq!(api.status("one").await, 200);
}

#[actix_web::test]
async fn a_verdict_that_is_in_the_store_is_a_verdict_all_the_same() {
    let server = server_that_says(active(NOW + 600));
    for (kept, status) in [
        (json!({ "active": false }), 401),
        (
            json!({ "active": "true", "sub": "alice", "aud": AUDIENCE }),
            503,
        ),
        (json!("rubbish"), 503),
        (
            json!({ "active": true, "sub": "alice", "aud": "https://other.example" }),
            401,
        ),
    ] {
        let store = Endless(kept.clone());
        let api = Api::new(|auth| auth.introspection(asking(&server)).store(store));
        assert_eq!(api.status("one").await, status, "{kept}");
    }
}

#[actix_web::test]
async fn with_the_store_down_nobody_comes_in() {
    let server = server_that_says(active(NOW + 600));
    for later in [false, true] {
        let api = Api::new(|auth| auth.introspection(asking(&server)).store(Down { later }));
        let answer = api.answer("one").await;
        assert_eq!(answer, (503, String::new()), "later: {later}");
    }
}

/// A store that keeps nothing and remembers for how many seconds it should have.
#[derive(Clone, Default)]
struct Keeps(Arc<Mutex<Vec<u64>>>);

impl Store for Keeps {
    fn get(&self, _: &str) -> StoreAnswer<Option<Vec<u8>>> {
        StoreAnswer::now(Ok(None))
    }

    fn put(&self, _: &str, _: &[u8], keep: Duration) -> StoreAnswer<()> {
        self.0.lock().unwrap().push(keep.as_secs());
        StoreAnswer::now(Ok(()))
    }

    fn raise(&self, _: &str, number: u64, keep: Duration) -> StoreAnswer<u64> {
        self.0.lock().unwrap().push(keep.as_secs());
        StoreAnswer::now(Ok(number))
    }

    fn claim(&self, _: &str, _: Duration) -> StoreAnswer<bool> {
        StoreAnswer::now(Ok(true))
    }

    fn count(&self, _: &str, _: u32, _: Duration) -> StoreAnswer<Count> {
        StoreAnswer::now(Ok(Count::default()))
    }
}

/// A store that has this for every key, for ever.
struct Endless(Value);

impl Store for Endless {
    fn get(&self, key: &str) -> StoreAnswer<Option<Vec<u8>>> {
        assert!(
            key.starts_with("cached:introspection:") && key.len() <= 128,
            "{key}"
        );
        let kept = self.0.to_string().into_bytes();
        StoreAnswer::later(async move { Ok(Some(kept)) })
    }

    fn put(&self, _: &str, _: &[u8], _: Duration) -> StoreAnswer<()> {
        StoreAnswer::now(Ok(()))
    }

    fn raise(&self, _: &str, number: u64, _: Duration) -> StoreAnswer<u64> {
        StoreAnswer::now(Ok(number))
    }

    fn claim(&self, _: &str, _: Duration) -> StoreAnswer<bool> {
        StoreAnswer::now(Ok(true))
    }

    fn count(&self, _: &str, _: u32, _: Duration) -> StoreAnswer<Count> {
        StoreAnswer::now(Ok(Count::default()))
    }
}

/// A store that fails, at once or later.
#[derive(Clone, Copy)]
pub(crate) struct Down {
    pub(crate) later: bool,
}

impl Down {
    fn answer<T: 'static>(self) -> StoreAnswer<T> {
        if self.later {
            StoreAnswer::later(async { Err(StoreError::new("down")) })
        } else {
            StoreAnswer::now(Err(StoreError::new("down")))
        }
    }
}

impl Store for Down {
    fn get(&self, _: &str) -> StoreAnswer<Option<Vec<u8>>> {
        self.answer()
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
        self.answer()
    }
}
