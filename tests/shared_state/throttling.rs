//! Repeated failures get 429, and a good credential from elsewhere gets in.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::task::Poll;
use std::time::{Duration, SystemTime};

use auth_runtime::basic::{Basic, User, Users, hash_password};
use auth_runtime::{
    Auth, AuthBuilder, AuthenticationError, Authenticator, BearerToken, Count, Identity,
    MemoryStore, Store, StoreAnswer, StoreError, Throttle, Verification,
};
use futures_util::future::{join_all, poll_fn};
use tests::events::recorded;
use tracing::Level;

use crate::app::{Answer, TestApp, get, start};

pub(crate) const MINUTE: Duration = Duration::from_secs(60);

/// A clock that stands until it is moved: milliseconds since 1970.
#[derive(Clone)]
pub(crate) struct TestClock(Arc<AtomicU64>);

pub(crate) fn clock() -> TestClock {
    TestClock(Arc::new(AtomicU64::new(1_800_000_000_000)))
}

impl TestClock {
    pub(crate) fn advance(&self, time: Duration) {
        let time = time.as_millis().try_into().expect("a short time");
        self.0.fetch_add(time, Ordering::SeqCst);
    }

    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_millis(self.0.load(Ordering::SeqCst))
    }

    pub(crate) fn read(&self) -> impl Fn() -> SystemTime + Send + Sync + 'static {
        let clock = self.clone();
        move || clock.now()
    }
}

/// Three failures of a client are too many, and five against an account.
fn throttle() -> Throttle {
    Throttle::new()
        .per_client(3, MINUTE)
        .per_account(5, 10 * MINUTE)
}

pub(crate) fn builder(clock: &TestClock, tokens: impl Authenticator) -> AuthBuilder {
    let ada = User::new(hash_password("right").unwrap(), Identity::new("ada"));
    Auth::builder()
        .bearer_with(tokens)
        .basic(Basic::new(Users::new().with("ada", ada)))
        .clock(clock.read())
        .throttle(throttle())
}

async fn app(clock: &TestClock) -> TestApp {
    start(&builder(clock, Tokens::default()).build().unwrap()).await
}

/// Knows one token, and how often it was asked.
#[derive(Default, Clone)]
pub(crate) struct Tokens(Arc<AtomicUsize>);

impl Authenticator for Tokens {
    fn authenticate(&self, token: BearerToken<'_>) -> Verification {
        self.0.fetch_add(1, Ordering::SeqCst);
        Verification::now(verdict(token.as_str()))
    }
}

fn verdict(token: &str) -> Result<Identity, AuthenticationError> {
    match token {
        "good" => Ok(Identity::new("ada")),
        "expired" => Err(AuthenticationError::expired()),
        "down" => Err(AuthenticationError::unavailable("out of reach")),
        "broken" => Err(AuthenticationError::broken("a bug")),
        _ => Err(AuthenticationError::rejected("unknown")),
    }
}

async fn fail(app: &TestApp, from: &str, times: usize) {
    for _ in 0..times {
        let status = get("/bearer").from(from).bearer("bad").status(app).await;
        assert_eq!(status, 401, "{from}");
    }
}

#[actix_web::test]
async fn too_many_failures_of_a_client_get_429_until_its_time_is_over() {
    let clock = clock();
    let tokens = Tokens::default();
    let app = start(&builder(&clock, tokens.clone()).build().unwrap()).await;
    fail(&app, "192.0.2.1", 1).await;
    clock.advance(Duration::from_millis(20_500));
    fail(&app, "192.0.2.1", 2).await;
    assert_eq!(tokens.0.load(Ordering::SeqCst), 3);
    for token in ["bad", "good"] {
        let refused = get("/bearer").bearer(token).send(&app).await;
        assert_eq!(refused.status, 429);
        assert_eq!(refused.retry_after(), Some(40), "rounded up");
        assert_eq!(refused.field("cache-control"), Some("no-store"));
        assert_eq!(refused.field("www-authenticate"), None);
        let body: serde_json::Value = serde_json::from_str(&refused.body).unwrap();
        assert_eq!(body["error"], "too_many_requests");
    }
    assert_eq!(tokens.0.load(Ordering::SeqCst), 3, "nobody looked at them");
    assert_eq!(get("/bearer").status(&app).await, 401, "anonymous");
    clock.advance(Duration::from_millis(39_499));
    let last = get("/bearer").bearer("good").send(&app).await;
    assert_eq!((last.status, last.retry_after()), (429, Some(1)));
    clock.advance(Duration::from_millis(1));
    assert_eq!(get("/bearer").bearer("good").status(&app).await, 200);
    fail(&app, "192.0.2.1", 3).await;
    assert_eq!(get("/bearer").bearer("good").status(&app).await, 429);
}

#[actix_web::test]
async fn the_log_tells_of_it_and_of_no_secret() {
    let app = app(&clock()).await;
    fail(&app, "192.0.2.1", 3).await;
    let ask = get("/basic").basic("ada", "hunter2").send(&app);
    let (answer, events) = recorded(ask).await;
    assert_eq!(answer.status, 429);
    let ours = |target: &str| target.starts_with("auth_runtime");
    let events: Vec<_> = events.iter().filter(|it| ours(&it.target)).collect();
    let [event] = events[..] else {
        panic!("one event, not {events:?}");
    };
    assert_eq!(event.target, "auth_runtime::denial");
    assert_eq!(event.level, Level::WARN);
    assert_eq!(event.field("reason"), Some("throttled"));
    assert_eq!(event.field("handler"), Some("basic"));
    let text = format!("{event:?}");
    for secret in ["hunter2", "ada", "YWRhOmh1bnRlcjI="] {
        assert!(!text.contains(secret), "{text}");
    }
}

#[actix_web::test]
async fn others_do_not_notice() {
    let app = app(&clock()).await;
    fail(&app, "192.0.2.1", 3).await;
    fail(&app, "2001:db8:0:1::1", 3).await;
    for (from, status) in [
        ("192.0.2.1", 429),
        ("::ffff:192.0.2.1", 429),
        ("2001:db8:0:1:ffff::9", 429),
        ("2001:db8:0:fe::9", 429),
        ("192.0.2.2", 200),
        ("2001:db8:0:101::1", 200),
    ] {
        let good = get("/bearer").from(from).bearer("good").status(&app).await;
        assert_eq!(good, status, "{from}");
    }
}

#[actix_web::test]
async fn only_bad_credentials_count() {
    let app = app(&clock()).await;
    for _ in 0..10 {
        assert_eq!(get("/bearer").status(&app).await, 401);
        assert_eq!(
            get("/bearer")
                .authorization("Negotiate x")
                .status(&app)
                .await,
            401
        );
        for (token, status) in [
            ("good", 200),
            ("expired", 401),
            ("down", 503),
            ("broken", 500),
        ] {
            assert_eq!(
                get("/bearer").bearer(token).status(&app).await,
                status,
                "{token}"
            );
        }
        assert_eq!(get("/hidden").bearer("good").status(&app).await, 404);
    }
    for unreadable in ["Bearer a b", "Bearer", "?"] {
        assert_eq!(
            get("/bearer").authorization(unreadable).status(&app).await,
            400
        );
    }
    assert_eq!(get("/bearer").bearer("good").status(&app).await, 429);
}

#[actix_web::test]
async fn a_good_credential_takes_no_failure_back() {
    let app = app(&clock()).await;
    fail(&app, "192.0.2.1", 2).await;
    assert_eq!(get("/bearer").bearer("good").status(&app).await, 200);
    fail(&app, "192.0.2.1", 1).await;
    assert_eq!(get("/bearer").bearer("bad").status(&app).await, 429);
}

#[actix_web::test]
async fn a_stranger_cannot_pass_for_another_by_x_forwarded_for() {
    let clock = clock();
    for proxies in [&[][..], &["10.0.7.0/24"]] {
        let auth = builder(&clock, Tokens::default())
            .trusted_proxies(proxies.iter().copied())
            .throttle(throttle());
        let app = start(&auth.build().unwrap()).await;
        for n in 0..5 {
            let made_up = format!("198.51.100.{n}");
            let ask = get("/bearer").forwarded_for(&made_up).bearer("bad");
            assert_eq!(ask.status(&app).await, if n < 3 { 401 } else { 429 });
        }
        for n in 0..5 {
            let victim = get("/bearer")
                .from(&format!("198.51.100.{n}"))
                .bearer("good");
            assert_eq!(victim.status(&app).await, 200);
        }
    }
}

#[actix_web::test]
async fn behind_proxies_each_client_counts_for_itself() {
    let auth = builder(&clock(), Tokens::default())
        .trusted_proxies(["10.0.7.0/24", "192.0.2.250"])
        .throttle(throttle());
    let app = start(&auth.build().unwrap()).await;
    let ask = |chain: &str| get("/bearer").from("10.0.7.1").forwarded_for(chain);
    for n in 0..5 {
        let made_up = format!("198.51.100.{n}, 203.0.113.9, 192.0.2.250");
        let status = ask(&made_up).bearer("bad").status(&app).await;
        assert_eq!(status, if n < 3 { 401 } else { 429 });
    }
    let chains = [
        ("203.0.113.9", 429),
        ("garbage, 203.0.113.9, 10.0.7.2", 429),
        ("203.0.113.10", 200),
        ("198.51.100.1, 192.0.2.250", 200),
        ("garbage", 200),
    ];
    for (chain, status) in chains {
        assert_eq!(
            ask(chain).bearer("good").status(&app).await,
            status,
            "{chain}"
        );
    }
}

#[actix_web::test]
async fn whoever_guesses_from_everywhere_runs_dry_and_the_owner_gets_in() {
    let clock = clock();
    let app = app(&clock).await;
    let login = |from: String, password: &'static str| {
        get("/basic").from(&from).basic("ada", password).send(&app)
    };
    for n in 0..5 {
        assert_eq!(login(format!("198.51.100.{n}"), "wrong").await.status, 401);
    }
    // From each further address three guesses and no more, not even the right one.
    for n in 5..8 {
        let from = format!("198.51.100.{n}");
        // Longer than a client's own failures count, shorter than the account's.
        for _ in 0..3 {
            assert_eq!(login(from.clone(), "wrong").await.status, 401);
            clock.advance(MINUTE);
        }
        let refused = login(from, "right").await;
        assert_eq!(refused.status, 429);
        assert!(
            refused.retry_after().is_some_and(|it| it <= 600),
            "{refused:?}"
        );
    }
    assert_eq!(login("192.0.2.77".into(), "right").await.status, 200);
    assert_eq!(
        login("192.0.2.78".into(), "wrong").await.status,
        401,
        "a slip"
    );
    assert_eq!(login("192.0.2.78".into(), "right").await.status, 200);
    clock.advance(10 * MINUTE);
    assert_eq!(login("198.51.100.7".into(), "right").await.status, 200);
}

#[actix_web::test]
async fn an_account_that_does_not_exist_is_counted_like_any_other() {
    let app = app(&clock()).await;
    let mut answers: Vec<Vec<Answer>> = Vec::new();
    for (network, user) in [("198.51.100", "ada"), ("203.0.113", "nobody")] {
        let mut seen = Vec::new();
        for n in 0..14 {
            // Five addresses, and then one that has three tries.
            let from = format!("{network}.{}", n.min(5));
            seen.push(
                get("/basic")
                    .from(&from)
                    .basic(user, "wrong")
                    .send(&app)
                    .await,
            );
        }
        answers.push(seen);
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0][13].status, 429);
}

#[actix_web::test]
async fn a_hidden_route_and_a_miss_count_and_answer_alike() {
    for public_misses in [false, true] {
        let clock = clock();
        let mut auth = builder(&clock, Tokens::default());
        if public_misses {
            // A handler hides its refusal only.
            auth = auth.public_misses().only_modules(["nothing"]);
        }
        let app = start(&auth.build().unwrap()).await;
        for field in [
            "Bearer bad",
            "Bearer a b",
            "?",
            "Basic YWRhOng=",
            "Bearer good",
        ] {
            clock.advance(20 * MINUTE);
            let mut last = 0;
            for _ in 0..6 {
                let ask = |path, from| get(path).from(from).authorization(field).send(&app);
                let miss = ask("/missing", "192.0.2.1").await;
                assert_eq!(ask("/hidden", "192.0.2.2").await, miss, "{field}");
                if !public_misses {
                    assert_eq!(ask("/admin", "192.0.2.3").await, miss, "{field}");
                }
                last = miss.status;
            }
            assert_eq!(
                last,
                if field == "Bearer good" { 404 } else { 429 },
                "{field}"
            );
            // Failures on the one count on the other.
            for from in ["192.0.2.1", "192.0.2.2"] {
                for path in ["/missing", "/hidden"] {
                    let status = get(path).from(from).bearer("good").status(&app).await;
                    assert_eq!(
                        status,
                        if last == 429 { 429 } else { 404 },
                        "{field} {path}"
                    );
                }
            }
        }
    }
}

/// Answers only when so many wait for an answer: all of them are past whatever stands before.
struct Gate {
    waiting: Arc<AtomicUsize>,
    all: usize,
}

impl Authenticator for Gate {
    fn authenticate(&self, token: BearerToken<'_>) -> Verification {
        let (waiting, all) = (self.waiting.clone(), self.all);
        let token = token.as_str().to_owned();
        waiting.fetch_add(1, Ordering::SeqCst);
        Verification::later(async move {
            poll_fn(|context| {
                if waiting.load(Ordering::SeqCst) >= all {
                    return Poll::Ready(());
                }
                context.waker().wake_by_ref();
                Poll::Pending
            })
            .await;
            verdict(&token)
        })
    }
}

async fn all_at_once(tokens: &[&str]) -> Vec<u16> {
    let gate = Gate {
        waiting: Arc::default(),
        all: tokens.len(),
    };
    let app = start(&builder(&clock(), gate).build().unwrap()).await;
    join_all(
        tokens
            .iter()
            .map(|token| get("/bearer").bearer(token).status(&app)),
    )
    .await
}

#[actix_web::test]
async fn guesses_at_the_same_time_are_answered_like_guesses_one_after_the_other() {
    let mut guesses = vec!["bad"; 20];
    guesses[10] = "good";
    let statuses = all_at_once(&guesses).await;
    let told = statuses.iter().filter(|status| **status == 401).count();
    assert_eq!(told, 3, "{statuses:?}");
    assert_eq!(statuses[10], 429, "nobody learns that it was right");
    assert!(!statuses.contains(&200));
    guesses[10] = "expired";
    assert_eq!(all_at_once(&guesses).await[10], 429, "nor that it once was");
}

#[actix_web::test]
async fn good_requests_at_the_same_time_do_not_hinder_each_other() {
    assert_eq!(all_at_once(&["good"; 50]).await, [200; 50]);
}

#[actix_web::test]
async fn from_very_many_clients_the_store_does_not_grow_and_nobody_is_turned_away() {
    let clock = clock();
    let store = MemoryStore::with_room_for(50).clock(clock.read());
    let auth = builder(&clock, Tokens::default()).store(store);
    let app = start(&auth.build().unwrap()).await;
    for n in 0..2000 {
        let from = format!("10.9.{}.{}", n / 250, n % 250);
        assert_eq!(
            get("/bearer").from(&from).bearer("bad").status(&app).await,
            401
        );
    }
    fail(&app, "192.0.2.1", 3).await;
    assert_eq!(get("/bearer").bearer("good").status(&app).await, 429);
}

/// A store that is out of reach from the n-th question on.
#[derive(Clone)]
pub(crate) struct Failing {
    inner: Arc<MemoryStore>,
    left: Arc<AtomicUsize>,
    is_down: Arc<AtomicBool>,
}

impl Failing {
    pub(crate) fn after(questions: usize) -> Self {
        Self {
            inner: Arc::new(MemoryStore::new()),
            left: Arc::new(AtomicUsize::new(questions)),
            is_down: Arc::default(),
        }
    }

    pub(crate) fn goes_down(&self) {
        self.is_down.store(true, Ordering::SeqCst);
    }
}

impl Store for Failing {
    fn get(&self, key: &str) -> StoreAnswer<Option<Vec<u8>>> {
        self.inner.get(key)
    }

    fn put(&self, key: &str, value: &[u8], keep: Duration) -> StoreAnswer<()> {
        self.inner.put(key, value, keep)
    }

    fn raise(&self, key: &str, number: u64, keep: Duration) -> StoreAnswer<u64> {
        self.inner.raise(key, number, keep)
    }

    fn claim(&self, key: &str, keep: Duration) -> StoreAnswer<bool> {
        self.inner.claim(key, keep)
    }

    fn count(&self, key: &str, add: u32, keep: Duration) -> StoreAnswer<Count> {
        assert!(key.len() <= 128 && key.bytes().all(|byte| byte.is_ascii_graphic()));
        if self.left.fetch_sub(1, Ordering::SeqCst) == 0 {
            self.is_down.store(true, Ordering::SeqCst);
        }
        if self.is_down.load(Ordering::SeqCst) {
            return StoreAnswer::now(Err(StoreError::new("out of reach")));
        }
        self.inner.count(key, add, keep)
    }
}

#[actix_web::test]
async fn without_the_store_no_credential_passes_and_none_is_called_bad() {
    for questions in 0..6 {
        let clock = clock();
        let store = Failing::after(questions);
        let auth = builder(&clock, Tokens::default()).store(store.clone());
        let app = start(&auth.build().unwrap()).await;
        for password in ["right", "wrong"] {
            store.left.store(questions, Ordering::SeqCst);
            store.is_down.store(false, Ordering::SeqCst);
            let answer = get("/basic").basic("ada", password).send(&app).await;
            assert_eq!(answer.status, 503, "{questions} {password}");
            assert_eq!(answer.field("www-authenticate"), None);
        }
        for path in ["/hidden", "/missing"] {
            assert_eq!(get(path).bearer("good").status(&app).await, 503);
        }
        assert_eq!(get("/bearer").authorization("?").status(&app).await, 503);
        assert_eq!(get("/bearer").status(&app).await, 401);
        assert_eq!(get("/missing").status(&app).await, 401);
    }
}

/// A store with a bug in it.
pub(crate) struct Panicking;

impl Store for Panicking {
    fn get(&self, _: &str) -> StoreAnswer<Option<Vec<u8>>> {
        panic!("a bug")
    }

    fn put(&self, _: &str, _: &[u8], _: Duration) -> StoreAnswer<()> {
        panic!("a bug")
    }

    fn raise(&self, _: &str, _: u64, _: Duration) -> StoreAnswer<u64> {
        panic!("a bug")
    }

    fn claim(&self, _: &str, _: Duration) -> StoreAnswer<bool> {
        panic!("a bug")
    }

    fn count(&self, _: &str, _: u32, _: Duration) -> StoreAnswer<Count> {
        StoreAnswer::later(async { panic!("a bug") })
    }
}

#[actix_web::test]
async fn a_store_that_panics_is_our_failure() {
    let auth = builder(&clock(), Tokens::default()).store(Panicking);
    let app = start(&auth.build().unwrap()).await;
    for token in ["good", "bad"] {
        let answer = get("/bearer").bearer(token).send(&app).await;
        assert_eq!(answer.status, 500);
        assert_eq!(answer.field("www-authenticate"), None);
    }
    assert_eq!(get("/bearer").status(&app).await, 401);
}

/// Otherwise guesses would be free, and the work that they cause, for whoever does not wait.
#[actix_web::test]
async fn a_guess_is_counted_also_for_a_client_that_hangs_up() {
    let gate = Gate {
        waiting: Arc::default(),
        all: 4,
    };
    let app = start(&builder(&clock(), gate).build().unwrap()).await;
    for _ in 0..3 {
        let mut given_up = Box::pin(get("/bearer").bearer("bad").send(&app));
        let waits = poll_fn(|context| Poll::Ready(given_up.as_mut().poll(context).is_pending()));
        assert!(waits.await, "it waits for its verification");
    }
    // The fourth lets all of them end.
    get("/bearer").bearer("bad").status(&app).await;
    assert_eq!(get("/bearer").bearer("good").status(&app).await, 429);
    assert_eq!(get("/bearer").status(&app).await, 401);
}
