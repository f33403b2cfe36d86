//! Verdicts are kept for a while, and never for longer than they are true.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use auth_runtime::introspection::Introspection;
use auth_runtime::testing::TestClock;
use auth_runtime::{Count, MemoryStore, Store, StoreAnswer, StoreError};
use futures_util::future::{join, join_all, join3};
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
async fn a_shared_store_hands_on_nothing_that_is_too_old_for_one_who_shares_it() {
    let server = server_that_says(active(NOW + 9000));
    let clock = TestClock::at(NOW);
    let store = Arc::new(MemoryStore::new().clock(clock.clone()));
    let api = |seconds| {
        let asking = asking(&server).cache_for(Duration::from_secs(seconds));
        let store = store.clone();
        let clock = clock.clone();
        Api::new(|auth| auth.introspection(asking).store(store).clock(clock))
    };
    let (long, short) = (api(600), api(1));
    assert_eq!(long.status("one").await, 200);
    server.say("/introspect", inactive());
    clock.advance(Duration::from_secs(500));
    assert_eq!(
        (long.status("one").await, short.status("one").await),
        (200, 401)
    );
    let other = api(600);
    assert_eq!(other.status("one").await, 200, "as old as may be there too");
}

#[actix_web::test]
async fn requests_with_one_token_share_a_question() {
    let server = server_that_says(active(NOW + 600));
    let api = Api::new(|auth| auth.introspection(asking(&server)));
    let answers = join_all((0..50).map(|_| api.status("one"))).await;
    assert_eq!(answers, [200; 50]);
    assert_eq!(server.count("/introspect"), 1);
    server.say(
        "/introspect",
        Answer::Other(500, "application/json", b"{}".to_vec()),
    );
    let answers = join_all((0..50).map(|_| api.status("two"))).await;
    assert_eq!(answers, [503; 50]);
    assert_eq!(server.count("/introspect"), 2);
}

#[actix_web::test]
async fn where_nothing_is_kept_each_request_asks_for_itself() {
    let server = server_that_says(active(NOW + 600));
    let asked = asking(&server).cache_for(Duration::ZERO);
    let api = Api::new(|auth| auth.introspection(asked));
    let answers = join_all((0..5).map(|_| api.status("one"))).await;
    assert_eq!(
        (&answers[..], server.count("/introspect")),
        (&[200; 5][..], 5)
    );
}

#[actix_web::test]
async fn not_too_many_questions_are_asked_at_once() {
    for cache in [Duration::ZERO, Duration::from_secs(30)] {
        let server = FakeIssuer::new();
        let is_free = Arc::new(AtomicBool::new(false));
        let verdict = json!({ "active": true, "sub": "alice", "aud": AUDIENCE });
        server.say("/introspect", Answer::Held(verdict, is_free.clone()));
        let asked = asking(&server).cache_for(cache).most_at_once(2);
        let api = Api::new(|auth| auth.introspection(asked));
        let one_more = async {
            while server.count("/introspect") < 2 {
                actix_web::rt::task::yield_now().await;
            }
            let answer = api.retry("three").await;
            is_free.store(true, Ordering::Relaxed);
            answer
        };
        let (one, two, three) = join3(api.status("one"), api.status("two"), one_more).await;
        assert_eq!((one, two), (200, 200));
        assert_eq!(three, (503, Some("1".into())));
        assert_eq!(api.status("three").await, 200, "there is room again");
    }
}

#[actix_web::test]
async fn a_worker_that_ends_in_the_middle_of_a_question_leaves_it_to_another() {
    let server = FakeIssuer::new();
    let is_free = Arc::new(AtomicBool::new(false));
    server.say("/introspect", Answer::Held(json!({}), is_free.clone()));
    let asked = asking(&server).most_at_once(1);
    let api = Api::new(|auth| auth.introspection(asked));
    let doomed = api.doomed("one");
    while server.count("/introspect") < 1 {
        actix_web::rt::task::yield_now().await;
    }
    server.say("/introspect", active(NOW + 600));
    let (status, ()) = join(api.status("one"), async { doomed.end() }).await;
    assert_eq!((status, server.count("/introspect")), (200, 2));
    is_free.store(true, Ordering::Relaxed);
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
