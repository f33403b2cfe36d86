//! What a store knew of a key is remembered where that was asked for, for a short while.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, SystemTime};

use actix_web::{App, get, rt};
use auth_runtime::api_key::{ApiKey, ApiKeyRecord, ApiKeyStore, ApiKeys, MemoryKeys};
use auth_runtime::{
    Auth, AuthBuilder, AuthenticationInfo, Identity, Scheme, StoreAnswer, StoreError, require_auth,
};

use crate::app::{Answer, TestApp, get, start};
use crate::authenticators::panic_quietly;

#[require_auth(scheme = "ApiKey")]
#[get("/me")]
async fn me(who: Identity) -> String {
    let scheme = who.scheme().map_or("none", Scheme::name);
    format!("{} by {scheme}", who.subject())
}

const NOW: u64 = 1_800_000_000;
const AGE: u64 = 60;

/// A database of one key, which it may take its time to find.
#[derive(Clone, Default)]
struct Database {
    record: Arc<Mutex<Option<ApiKeyRecord>>>,
    asked: Arc<AtomicUsize>,
    changes: Arc<AtomicU64>,
    is_down: Arc<AtomicBool>,
    is_slow: bool,
    /// The key is taken back while the store answers.
    is_raced: Arc<AtomicBool>,
}

impl Database {
    fn put(&self, record: ApiKeyRecord) {
        *self.record.lock().unwrap() = Some(record);
    }

    fn asked(&self) -> usize {
        self.asked.swap(0, Ordering::Relaxed)
    }

    fn change(&self) {
        self.changes.fetch_add(1, Ordering::Relaxed);
    }
}

impl ApiKeyStore for Database {
    fn find(&self, id: &str) -> StoreAnswer<Option<ApiKeyRecord>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let record = self.record.lock().unwrap().clone();
        let found = if self.is_down.load(Ordering::Relaxed) {
            Err(StoreError::new("down"))
        } else {
            Ok(record.filter(|record| record.id() == id))
        };
        if self.is_raced.load(Ordering::Relaxed) {
            let revoked = self.record.lock().unwrap().take();
            self.put(revoked.unwrap().revoked());
            self.change();
        }
        if self.is_slow {
            StoreAnswer::later(async move {
                rt::task::yield_now().await;
                found
            })
        } else {
            StoreAnswer::now(found)
        }
    }

    fn changes(&self) -> u64 {
        self.changes.load(Ordering::Relaxed)
    }
}

/// A key, the database that knows it, an app that remembers it for a minute, and its clock.
struct Site {
    key: ApiKey,
    database: Database,
    app: TestApp,
    time: Arc<AtomicU64>,
}

fn builder(keys: ApiKeys, time: &Arc<AtomicU64>) -> AuthBuilder {
    let time = time.clone();
    let clock = move || SystemTime::UNIX_EPOCH + Duration::from_secs(time.load(Ordering::Relaxed));
    let builder = Auth::builder().only_modules([module_path!()]);
    builder.clock(clock).api_keys(keys)
}

async fn app_of(auth: Auth) -> TestApp {
    let app = App::new().app_data(auth.clone()).wrap(AuthenticationInfo);
    start(app.service(me).default_service(auth.not_found())).await
}

async fn site_of(database: Database, configured: impl FnOnce(ApiKeys) -> ApiKeys) -> Site {
    let key = ApiKey::generate().unwrap();
    database.put(key.record().clone().subject("billing"));
    let time = Arc::new(AtomicU64::new(NOW));
    let keys = configured(ApiKeys::new(database.clone()));
    let app = app_of(builder(keys, &time).build().unwrap()).await;
    Site {
        key,
        database,
        app,
        time,
    }
}

fn for_a_minute(keys: ApiKeys) -> ApiKeys {
    keys.remember_for(Duration::from_secs(AGE))
}

async fn site() -> Site {
    site_of(Database::default(), for_a_minute).await
}

impl Site {
    async fn ask(&self, key: &str) -> Answer {
        get("/me").header("x-api-key", key).send(&self.app).await
    }

    /// The status, and how often the database was asked.
    async fn answer(&self, key: &str) -> (u16, usize) {
        self.database.asked();
        let status = self.ask(key).await.status.as_u16();
        (status, self.database.asked())
    }

    async fn own(&self) -> (u16, usize) {
        self.answer(self.key.text()).await
    }
}

#[actix_web::test]
async fn the_store_is_asked_each_time_unless_it_is_to_be_spared() {
    for keys in [
        |keys| keys,
        |keys: ApiKeys| keys.remember_for(Duration::ZERO),
    ] {
        let site = site_of(Database::default(), keys).await;
        for _ in 0..3 {
            assert_eq!(site.own().await, (200, 1));
        }
    }
}

#[actix_web::test]
async fn a_good_key_is_looked_up_once_and_answered_alike() {
    for is_slow in [false, true] {
        let database = Database {
            is_slow,
            ..Database::default()
        };
        let site = site_of(database, for_a_minute).await;
        let first = site.ask(site.key.text()).await;
        assert_eq!(first.text(), "billing by ApiKey");
        assert_eq!(first.lines("vary"), ["X-API-Key"]);
        assert_eq!(site.database.asked(), 1);
        for _ in 0..3 {
            let next = site.ask(site.key.text()).await;
            assert_eq!(next.visible(), first.visible());
        }
        assert_eq!(site.database.asked(), 0);
    }
}

#[actix_web::test]
async fn what_is_refused_is_looked_up_each_time() {
    let site = site().await;
    assert_eq!(site.own().await, (200, 1));
    let (id, secret) = site.key.text().rsplit_once('_').unwrap();
    let other = ApiKey::generate().unwrap();
    for wrong in [
        format!("{id}_{}", "0".repeat(64)),
        format!("{id}_{}", secret.to_uppercase()),
        format!("{id}_{secret}0"),
        format!("{id}{secret}_{secret}"),
        other.text().to_owned(),
    ] {
        for _ in 0..2 {
            assert_eq!(site.answer(&wrong).await, (401, 1), "{wrong}");
        }
    }
    assert_eq!(site.own().await, (200, 0));
}

#[actix_web::test]
async fn a_change_at_the_store_counts_at_once() {
    let site = site().await;
    assert_eq!(site.own().await, (200, 1));
    site.database.put(site.key.record().clone().revoked());
    site.database.change();
    for _ in 0..2 {
        assert_eq!(site.own().await, (401, 1));
    }
    site.database.put(site.key.record().clone());
    assert_eq!(site.own().await, (200, 1));
    assert_eq!(site.own().await, (200, 0));
    // Any other number, a smaller one too.
    site.database.changes.store(0, Ordering::Relaxed);
    assert_eq!(site.own().await, (200, 1));
}

#[actix_web::test]
async fn keys_in_memory_tell_what_changed() {
    let key = ApiKey::generate().unwrap();
    let keys = MemoryKeys::new();
    keys.add(key.record().clone().subject("billing"));
    let time = Arc::new(AtomicU64::new(NOW));
    let configured = for_a_minute(ApiKeys::new(keys.clone()));
    let app = app_of(builder(configured, &time).build().unwrap()).await;
    let ask = || get("/me").header("x-api-key", key.text()).send(&app);
    assert_eq!(ask().await.text(), "billing by ApiKey");
    keys.add(key.record().clone().subject("sales"));
    assert_eq!(ask().await.text(), "sales by ApiKey");
    keys.revoke(key.record().id());
    assert_eq!(ask().await.status, 401);
}

/// The number that counts is the one from before the store was asked.
#[actix_web::test]
async fn a_key_that_is_taken_back_while_the_store_answers_is_refused_next() {
    for is_slow in [false, true] {
        let database = Database {
            is_slow,
            ..Database::default()
        };
        let site = site_of(database, for_a_minute).await;
        site.database.is_raced.store(true, Ordering::Relaxed);
        assert_eq!(site.own().await, (200, 1));
        site.database.is_raced.store(false, Ordering::Relaxed);
        assert_eq!(site.own().await, (401, 1));
    }
}

/// What the documentation says of a store that does not tell.
#[actix_web::test]
async fn a_store_that_tells_no_changes_is_believed_for_as_long_as_was_said() {
    let site = site().await;
    assert_eq!(site.own().await, (200, 1));
    site.database.put(site.key.record().clone().revoked());
    site.time.store(NOW + AGE - 1, Ordering::Relaxed);
    assert_eq!(site.own().await, (200, 0));
    site.time.store(NOW + AGE, Ordering::Relaxed);
    assert_eq!(site.own().await, (401, 1));
}

#[actix_web::test]
async fn a_clock_that_goes_back_has_the_store_asked() {
    let site = site().await;
    assert_eq!(site.own().await, (200, 1));
    site.time.store(NOW - 1, Ordering::Relaxed);
    assert_eq!(site.own().await, (200, 1));
    assert_eq!(site.own().await, (200, 0));
}

#[actix_web::test]
async fn an_expiry_counts_while_the_key_is_remembered() {
    let site = site().await;
    let end = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(NOW + seconds);
    let until = |seconds| site.key.record().clone().expires(end(seconds));
    site.database.put(until(10));
    site.time.store(NOW + 9, Ordering::Relaxed);
    assert_eq!(site.own().await, (200, 1));
    assert_eq!(site.own().await, (200, 0));
    site.time.store(NOW + 10, Ordering::Relaxed);
    for _ in 0..2 {
        assert_eq!(site.own().await, (401, 1), "and the store is asked");
    }
    site.database.put(until(20));
    assert_eq!(site.own().await, (200, 1));
    assert_eq!(site.own().await, (200, 0));
}

#[actix_web::test]
async fn a_store_that_is_down_is_missed_only_for_what_is_not_remembered() {
    let site = site().await;
    assert_eq!(site.own().await, (200, 1));
    site.database.is_down.store(true, Ordering::Relaxed);
    assert_eq!(site.own().await, (200, 0));
    let other = ApiKey::generate().unwrap();
    assert_eq!(site.answer(other.text()).await, (503, 1));
    let (id, _) = site.key.text().rsplit_once('_').unwrap();
    let wrong = format!("{id}_{}", "0".repeat(64));
    assert_eq!(site.answer(&wrong).await, (503, 1));
    site.database.change();
    assert_eq!(site.own().await, (503, 1));
    site.database.is_down.store(false, Ordering::Relaxed);
    assert_eq!(site.own().await, (200, 1));
    site.database.is_down.store(true, Ordering::Relaxed);
    site.time.store(NOW + AGE, Ordering::Relaxed);
    assert_eq!(site.own().await, (503, 1));
}

#[actix_web::test]
async fn a_store_that_breaks_when_asked_for_changes_lets_nobody_in() {
    struct Broken(MemoryKeys);
    impl ApiKeyStore for Broken {
        fn find(&self, id: &str) -> StoreAnswer<Option<ApiKeyRecord>> {
            self.0.find(id)
        }

        fn changes(&self) -> u64 {
            panic_quietly()
        }
    }
    let key = ApiKey::generate().unwrap();
    let keys = MemoryKeys::new();
    keys.add(key.record().clone());
    let time = Arc::new(AtomicU64::new(NOW));
    let keys = for_a_minute(ApiKeys::new(Broken(keys)));
    let app = app_of(builder(keys, &time).build().unwrap()).await;
    let answer = get("/me").header("x-api-key", key.text()).send(&app).await;
    assert_eq!(answer.status, 500);
    assert_eq!(answer.challenges(), [""; 0]);
}

#[test]
fn all_workers_remember_together() {
    let key = ApiKey::generate().unwrap();
    let database = Database::default();
    database.put(key.record().clone());
    let time = Arc::new(AtomicU64::new(NOW));
    let keys = for_a_minute(ApiKeys::new(database.clone()));
    let auth = builder(keys, &time).build().unwrap();
    let worker = |rounds: usize| {
        let (auth, key) = (auth.clone(), key.text().to_owned());
        thread::spawn(move || {
            rt::System::new().block_on(async move {
                let app = app_of(auth).await;
                for _ in 0..rounds {
                    let answer = get("/me").header("x-api-key", &key).send(&app).await;
                    assert_eq!(answer.status, 200);
                }
            });
        })
    };
    for worker in [50; 3].map(worker) {
        worker.join().unwrap();
    }
    assert!((1..=3).contains(&database.asked()), "once for each at most");
    worker(1).join().unwrap();
    assert_eq!(database.asked(), 0);
}

#[test]
fn all_that_is_wrong_with_the_configuration_is_told() {
    let time = Arc::new(AtomicU64::new(NOW));
    let built = |seconds, header: &str| {
        let keys = ApiKeys::new(MemoryKeys::new()).header(header);
        let keys = keys.remember_for(Duration::from_secs(seconds));
        builder(keys, &time).build()
    };
    assert!(built(900, "Shop-Key").is_ok());
    let problems = built(901, "Cookie").unwrap_err().to_string();
    for part in [
        "API keys would be remembered for 901s",
        "`.remember_for(…)` at most 900s",
        "\"Cookie\"",
    ] {
        assert!(problems.contains(part), "{problems}");
    }
}

#[actix_web::test]
async fn debug_output_tells_no_key() {
    let key = ApiKey::generate().unwrap();
    let keys = MemoryKeys::new();
    keys.add(key.record().clone());
    let configured = for_a_minute(ApiKeys::new(keys.clone()));
    let text = format!("{configured:?} {keys:?}");
    assert!(text.contains("remember_for: 60s"), "{text}");
    let time = Arc::new(AtomicU64::new(NOW));
    let auth = builder(configured, &time).build().unwrap();
    let app = app_of(auth.clone()).await;
    let answer = get("/me").header("x-api-key", key.text()).send(&app).await;
    assert_eq!(answer.status, 200);
    let (id, secret) = key.text().rsplit_once('_').unwrap();
    let text = format!("{text} {auth:?}");
    assert!(!text.contains(id) && !text.contains(secret), "{text}");
}
