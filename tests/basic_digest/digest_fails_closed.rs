//! What Digest answers when something of ours breaks, and what it keeps.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use actix_web::{App, get};
use auth_runtime::digest::{Algorithm, Digest, Ha1, User, UserName, UserStore, Users, user_hash};
use auth_runtime::testing::TestClock;
use auth_runtime::{
    Auth, AuthBuilder, Count, Identity, MemoryStore, Store, StoreAnswer, StoreError, require_auth,
};

use crate::answering::Challenge;
use crate::app::{TestApp, get, start};

#[get("/me")]
#[require_auth(scheme = "Digest")]
async fn me(who: Identity) -> String {
    who.subject().to_owned()
}

fn users() -> Users {
    Users::new("office").with_password("ada", "correct horse", Identity::new("ada"))
}

fn builder(users: impl UserStore) -> AuthBuilder {
    let builder = Auth::builder().realm("office").digest(Digest::new(users));
    builder.only_modules([module_path!()])
}

async fn app_of(builder: AuthBuilder) -> TestApp {
    let auth = builder.build().unwrap();
    start(App::new().app_data(auth).service(me)).await
}

async fn answer_right(app: &TestApp) -> u16 {
    let challenge = Challenge::read(get("/me").send(app).await.challenge());
    let field = challenge.answer("ada", "correct horse", "/me").field();
    let answer = get("/me").authorization(field).send(app).await;
    if answer.status.is_server_error() {
        assert!(answer.challenges().is_empty());
    }
    answer.status.as_u16()
}

/// A store that does what it is told.
struct Odd(fn(UserName<'_>) -> StoreAnswer<Option<User>>);

impl UserStore for Odd {
    fn find(&self, name: UserName<'_>) -> StoreAnswer<Option<User>> {
        self.0(name)
    }
}

#[actix_web::test]
async fn users_that_cannot_be_found_let_nobody_in_and_log_nobody_out() {
    type Find = fn(UserName<'_>) -> StoreAnswer<Option<User>>;
    let cases: [(Find, u16); 5] = [
        (|_| panic!("on purpose"), 500),
        (|_| StoreAnswer::later(async { panic!("on purpose") }), 500),
        (|_| StoreAnswer::now(Err(StoreError::new("down"))), 503),
        (
            |_| StoreAnswer::later(async { Err(StoreError::new("down")) }),
            503,
        ),
        (
            |_| {
                let corrupt = Ha1::from_hex(Algorithm::Sha256, "corrupt");
                StoreAnswer::now(corrupt.map(|_| None).map_err(StoreError::new))
            },
            503,
        ),
    ];
    for (at, (find, status)) in cases.into_iter().enumerate() {
        let app = app_of(builder(Odd(find))).await;
        assert_eq!(answer_right(&app).await, status, "case {at}");
    }
}

#[actix_web::test]
async fn a_hash_of_another_algorithm_is_none() {
    let app = app_of(builder(Odd(|_| {
        let ha1 = Ha1::new(Algorithm::Md5, "ada", "office", "correct horse");
        StoreAnswer::now(Ok(Some(User::new(ha1, Identity::new("ada")))))
    })))
    .await;
    assert_eq!(answer_right(&app).await, 401);
}

/// Keeps counts of calls, and nonce counts, or breaks.
#[derive(Clone, Default)]
struct Watched {
    claims: Arc<AtomicUsize>,
    others: Arc<AtomicUsize>,
    mood: Mood,
    kept: Arc<MemoryStore>,
}

#[derive(Clone, Copy, Default)]
enum Mood {
    #[default]
    Well,
    Down,
    Panicking,
}

impl Store for Watched {
    fn get(&self, key: &str) -> StoreAnswer<Option<Vec<u8>>> {
        self.others.fetch_add(1, Ordering::Relaxed);
        self.kept.get(key)
    }

    fn put(&self, key: &str, value: &[u8], keep: Duration) -> StoreAnswer<()> {
        self.others.fetch_add(1, Ordering::Relaxed);
        self.kept.put(key, value, keep)
    }

    fn raise(&self, key: &str, number: u64, keep: Duration) -> StoreAnswer<u64> {
        self.kept.raise(key, number, keep)
    }

    fn claim(&self, key: &str, keep: Duration) -> StoreAnswer<bool> {
        self.claims.fetch_add(1, Ordering::Relaxed);
        let hash = key.strip_prefix("digest:").expect("a key of Digest");
        assert!(hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match self.mood {
            Mood::Well => self.kept.claim(key, keep),
            Mood::Down => StoreAnswer::later(async { Err(StoreError::new("down")) }),
            Mood::Panicking => panic!("on purpose"),
        }
    }

    fn count(&self, key: &str, add: u32, keep: Duration) -> StoreAnswer<Count> {
        self.kept.count(key, add, keep)
    }
}

#[actix_web::test]
async fn a_nonce_count_that_cannot_be_used_up_lets_nobody_in() {
    for (mood, status) in [(Mood::Well, 200), (Mood::Down, 503), (Mood::Panicking, 500)] {
        let store = Watched {
            mood,
            ..Watched::default()
        };
        let app = app_of(builder(users()).store(store)).await;
        assert_eq!(answer_right(&app).await, status);
    }
    let full = MemoryStore::with_room_for(1);
    let app = app_of(builder(users()).store(full)).await;
    assert_eq!(answer_right(&app).await, 200);
    assert_eq!(answer_right(&app).await, 503);
}

#[actix_web::test]
async fn asking_and_guessing_fill_no_store() {
    let store = Watched::default();
    let app = app_of(builder(users()).store(store.clone())).await;
    for _ in 0..100 {
        let challenge = Challenge::read(get("/me").send(&app).await.challenge());
        for user in ["ada", "nobody"] {
            let field = challenge.answer(user, "wrong", "/me").field();
            assert_eq!(get("/me").authorization(field).status(&app).await, 401);
        }
    }
    assert_eq!(store.claims.load(Ordering::Relaxed), 0);
    assert_eq!(store.others.load(Ordering::Relaxed), 0);
    assert_eq!(answer_right(&app).await, 200);
    assert_eq!(store.claims.load(Ordering::Relaxed), 1);
}

#[actix_web::test]
async fn a_broken_clock_opens_nothing() {
    let before_1970 = || SystemTime::UNIX_EPOCH - Duration::from_secs(1);
    let app = app_of(builder(users()).clock(before_1970)).await;
    assert_eq!(answer_right(&app).await, 500);
    let app = app_of(builder(users()).clock(|| -> SystemTime { panic!("on purpose") })).await;
    assert_eq!(answer_right(&app).await, 500);
}

/// A store of an application: an index of hashed names beside the names.
struct Indexed;

impl UserStore for Indexed {
    fn find(&self, name: UserName<'_>) -> StoreAnswer<Option<User>> {
        let is_ada = match name {
            UserName::Plain(name) => name == "ada",
            UserName::Hashed(algorithm, hash) => hash == user_hash(algorithm, "ada", "office"),
        };
        StoreAnswer::now(Ok(is_ada.then(|| {
            let ha1 = Ha1::new(Algorithm::Sha256, "ada", "office", "correct horse");
            let stored = Ha1::from_hex(Algorithm::Sha256, &ha1.to_hex()).unwrap();
            User::new(stored, Identity::new("ada"))
        })))
    }
}

#[actix_web::test]
async fn a_store_of_ones_own_finds_hashed_names() {
    let app = app_of(builder(Indexed)).await;
    let challenge = Challenge::read(get("/me").send(&app).await.challenge());
    let right = challenge.answer("ada", "correct horse", "/me");
    for answering in [right.clone(), right.hashed().nc("00000002")] {
        let answer = get("/me").authorization(answering.field()).send(&app).await;
        assert_eq!(answer.text(), "ada");
    }
}

#[test]
fn debug_output_tells_no_hash() {
    let ha1 = Ha1::new(Algorithm::Sha256, "ada", "office", "correct horse");
    let hex = ha1.to_hex();
    let user = User::new(ha1.clone(), Identity::new("ada"));
    let digest = Digest::new(users()).secret([b'k'; 32]);
    let text = format!("{ha1:?} {user:?} {:?} {digest:?}", users());
    assert!(
        !text.contains(&hex) && !text.contains("kkkk") && !text.contains("107"),
        "{text}"
    );
    let error = Ha1::from_hex(Algorithm::Md5, &hex).unwrap_err();
    assert!(!format!("{error} {error:?}").contains(&hex));
}

/// Another machine's clock is half a minute ahead: it forgets no count of a nonce that still lives
/// elsewhere.
#[actix_web::test]
async fn a_count_is_kept_longer_than_its_nonce() {
    let (fast, slow) = (TestClock::at(1_800_000_030), TestClock::at(1_800_000_000));
    let store = Arc::new(MemoryStore::new().clock(fast.clone()));
    let secret = [1; 32];
    let machine = |clock: &TestClock| {
        let digest = Digest::new(users())
            .secret(secret)
            .nonce_lifetime(Duration::from_secs(60));
        let store = Watched {
            kept: store.clone(),
            ..Watched::default()
        };
        let builder = Auth::builder().realm("office").digest(digest).store(store);
        app_of(builder.clock(clock.clone()).only_modules([module_path!()]))
    };
    let (one, two) = (machine(&fast).await, machine(&slow).await);
    let challenge = Challenge::read(get("/me").send(&two).await.challenge());
    let field = challenge.answer("ada", "correct horse", "/me").field();
    let ask = |app| get("/me").authorization(&field).status(app);
    assert_eq!(ask(&one).await, 200);
    for clock in [&fast, &slow] {
        clock.advance(Duration::from_secs(59));
    }
    // The nonce lives here for another second, and its count is known.
    assert_eq!(ask(&two).await, 401);
}
