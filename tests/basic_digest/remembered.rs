//! A password is hashed once in a while, and whatever else is judged is judged each time.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, SystemTime};

use actix_web::{App, get, post, rt};
use auth_runtime::basic::{Basic, User, UserStore, Users, hash_password};
use auth_runtime::testing::TestClock;
use auth_runtime::{
    Auth, AuthBuilder, Identity, StoreAnswer, StoreError, Throttle, require_auth, require_role,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::FutureExt;
use futures_util::future::join_all;

use crate::app::{Ask, TestApp, get, post, start};

#[require_auth(scheme = "Basic")]
#[get("/me")]
async fn me(who: Identity) -> String {
    let scheme = who.scheme().map_or("none", |scheme| scheme.name());
    format!("{} by {scheme}", who.subject())
}

#[post("/edit")]
#[require_auth(scheme = "Basic")]
#[require_role("editor")]
async fn edit() -> &'static str {
    "in"
}

const NOW: u64 = 1_800_000_000;

/// Users that come, go and change.
#[derive(Clone, Default)]
struct Staff(Arc<Mutex<HashMap<String, User>>>);

impl Staff {
    fn put(&self, name: &str, hash: &str, roles: &[&str]) {
        let who = Identity::new(name).with_roles(roles.iter().copied());
        let user = User::new(hash, who);
        self.0.lock().unwrap().insert(name.into(), user);
    }

    fn remove(&self, name: &str) {
        self.0.lock().unwrap().remove(name);
    }
}

impl UserStore for Staff {
    fn find(&self, name: &str) -> StoreAnswer<Option<User>> {
        let users = self.0.lock().unwrap();
        if users.contains_key("down") {
            return StoreAnswer::now(Err(StoreError::new("down")));
        }
        StoreAnswer::now(Ok(users.get(name).cloned()))
    }
}

/// Ada and her hash.
fn staff() -> (Staff, String) {
    let staff = Staff::default();
    let hash = hash_password("correct horse").unwrap();
    staff.put("ada", &hash, &[]);
    (staff, hash)
}

fn builder(basic: Basic) -> AuthBuilder {
    let builder = Auth::builder().only_modules([module_path!()]);
    builder.clock(TestClock::at(NOW)).basic(basic)
}

async fn app_of(auth: Auth) -> TestApp {
    let app = App::new().app_data(auth.clone()).service((me, edit));
    start(app.default_service(auth.not_found())).await
}

async fn app(staff: &Staff) -> TestApp {
    app_of(builder(Basic::new(staff.clone())).build().unwrap()).await
}

fn with(ask: Ask, user_pass: &str) -> Ask {
    ask.authorization(format!("Basic {}", STANDARD.encode(user_pass)))
}

const RIGHT: &str = "ada:correct horse";

/// The status, if it comes at once: a hash never does, because it is made on another thread.
fn at_once(app: &TestApp, user_pass: &str) -> Option<u16> {
    with(get("/me"), user_pass).status(app).now_or_never()
}

async fn status(app: &TestApp, user_pass: &str) -> u16 {
    with(get("/me"), user_pass).status(app).await
}

#[actix_web::test]
async fn the_next_request_takes_no_hash_and_is_answered_alike() {
    let app = app(&staff().0).await;
    assert_eq!(at_once(&app, RIGHT), None);
    let first = with(get("/me"), RIGHT).send(&app).await;
    assert_eq!((first.status.as_u16(), first.text()), (200, "ada by Basic"));
    for _ in 0..3 {
        let next = with(get("/me"), RIGHT).send(&app).now_or_never();
        assert_eq!(next.unwrap().visible(), first.visible());
    }
}

#[actix_web::test]
async fn wrong_passwords_and_unknown_users_are_hashed_each_time() {
    let app = app(&staff().0).await;
    assert_eq!(status(&app, RIGHT).await, 200);
    for user_pass in [
        "ada:wrong",
        "ada:",
        "ada:correct horse ",
        "Ada:correct horse",
        "bob:correct horse",
        ":correct horse",
    ] {
        for _ in 0..2 {
            assert_eq!(at_once(&app, user_pass), None, "{user_pass}");
            assert_eq!(status(&app, user_pass).await, 401, "{user_pass}");
        }
    }
    assert_eq!(at_once(&app, RIGHT), Some(200));
}

#[actix_web::test]
async fn a_changed_password_ends_the_old_one_at_once() {
    let (staff, _) = staff();
    let app = app(&staff).await;
    assert_eq!(status(&app, RIGHT).await, 200);
    staff.put("ada", &hash_password("battery").unwrap(), &[]);
    assert_eq!(at_once(&app, RIGHT), None);
    assert_eq!(status(&app, RIGHT).await, 401);
    assert_eq!(status(&app, "ada:battery").await, 200);
    assert_eq!(at_once(&app, "ada:battery"), Some(200));
    // The same password hashed anew is hashed anew.
    staff.put("ada", &hash_password("battery").unwrap(), &[]);
    assert_eq!(at_once(&app, "ada:battery"), None);
    assert_eq!(status(&app, "ada:battery").await, 200);
}

#[actix_web::test]
async fn a_removed_user_is_nobody_at_once_and_roles_count_at_once() {
    let (staff, hash) = staff();
    let app = app(&staff).await;
    assert_eq!(status(&app, RIGHT).await, 200);
    for (roles, expected) in [(&[][..], 403), (&["editor"], 200), (&[], 403)] {
        staff.put("ada", &hash, roles);
        let answer = with(post("/edit"), RIGHT).status(&app).now_or_never();
        assert_eq!(answer, Some(expected), "{roles:?}");
    }
    staff.put("down", &hash, &[]);
    assert_eq!(status(&app, RIGHT).await, 503);
    staff.remove("down");
    staff.remove("ada");
    assert_eq!(status(&app, RIGHT).await, 401);
    staff.put("bob", &hash, &[]);
    assert_eq!(status(&app, RIGHT).await, 401);
}

/// A clock that can be set.
fn clock() -> (
    Arc<AtomicU64>,
    impl Fn() -> SystemTime + Send + Sync + 'static,
) {
    let seconds = Arc::new(AtomicU64::new(NOW));
    let told = seconds.clone();
    (seconds, move || {
        SystemTime::UNIX_EPOCH + Duration::from_secs(told.load(Ordering::Relaxed))
    })
}

#[actix_web::test]
async fn it_is_hashed_anew_after_a_while_and_when_the_clock_goes_back() {
    for (basic, age) in [
        (Basic::new(staff().0), 300),
        (
            Basic::new(staff().0).remember_for(Duration::from_secs(60)),
            60,
        ),
    ] {
        let (time, clock) = clock();
        let app = app_of(builder(basic).clock(clock).build().unwrap()).await;
        assert_eq!(status(&app, RIGHT).await, 200);
        for (seconds, expected) in [
            (age - 1, Some(200)),
            (age, None),
            (age + 1, Some(200)),
            (age - 1, None),
            (0, None),
        ] {
            time.store(NOW + seconds, Ordering::Relaxed);
            assert_eq!(at_once(&app, RIGHT), expected, "{seconds}");
            assert_eq!(status(&app, RIGHT).await, 200);
        }
    }
}

#[actix_web::test]
async fn one_call_turns_it_off() {
    let basic = Basic::new(staff().0).remember_for(Duration::ZERO);
    let app = app_of(builder(basic).build().unwrap()).await;
    for _ in 0..2 {
        assert_eq!(at_once(&app, RIGHT), None);
        assert_eq!(status(&app, RIGHT).await, 200);
    }
}

#[test]
fn no_password_is_remembered_for_long() {
    let built = |seconds| {
        let basic = Basic::new(Users::new()).remember_for(Duration::from_secs(seconds));
        builder(basic).build()
    };
    assert!(built(15 * 60).is_ok());
    let problem = built(15 * 60 + 1).unwrap_err().to_string();
    assert!(
        problem.contains("passwords would be remembered for 901s")
            && problem.contains("`.remember_for(…)` at most 900s"),
        "{problem}"
    );
}

/// Whoever may not try may not come in either, remembered or not.
#[actix_web::test]
async fn failures_are_counted_against_a_remembered_user_too() {
    let throttle = Throttle::new()
        .per_client(1000, Duration::from_secs(60))
        .per_account(3, Duration::from_secs(900));
    let auth = builder(Basic::new(staff().0)).throttle(throttle);
    let app = app_of(auth.build().unwrap()).await;
    let mut seen = Vec::new();
    for user_pass in [
        RIGHT, "ada:1", RIGHT, "ada:2", RIGHT, "ada:3", RIGHT, "ada:4",
    ] {
        seen.push(status(&app, user_pass).await);
    }
    assert_eq!(seen, [200, 401, 200, 401, 200, 401, 429, 429]);
}

#[actix_web::test]
async fn a_page_of_another_site_gains_nothing_by_it() {
    let (staff, hash) = staff();
    staff.put("ada", &hash, &["editor"]);
    let app = app(&staff).await;
    assert_eq!(with(post("/edit"), RIGHT).status(&app).await, 200);
    for user_pass in [RIGHT, "ada:wrong"] {
        let asked = with(post("/edit"), user_pass).header("sec-fetch-site", "cross-site");
        assert_eq!(asked.status(&app).now_or_never(), Some(403), "{user_pass}");
    }
}

/// Requests of several threads at the same time, as workers serve them. What one has hashed, the
/// others need not.
#[test]
fn all_workers_remember_together() {
    let (staff, _) = staff();
    let auth = builder(Basic::new(staff)).build().unwrap();
    let in_worker = |work: fn(TestApp) -> rt::task::JoinHandle<()>| {
        let auth = auth.clone();
        thread::spawn(move || {
            rt::System::new().block_on(async move { work(app_of(auth).await).await.unwrap() });
        })
    };
    let workers = [0; 3].map(|_| {
        in_worker(|app| {
            rt::spawn(async move {
                let asked = (0..30).map(|number| match number % 3 {
                    0 => status(&app, "ada:wrong"),
                    _ => status(&app, RIGHT),
                });
                let answers = join_all(asked).await;
                for (number, status) in answers.into_iter().enumerate() {
                    assert_eq!(status, if number % 3 == 0 { 401 } else { 200 });
                }
            })
        })
    });
    for worker in workers {
        worker.join().unwrap();
    }
    let later = in_worker(|app| {
        rt::spawn(async move {
            assert_eq!(at_once(&app, RIGHT), Some(200));
            assert_eq!(at_once(&app, "ada:wrong"), None);
        })
    });
    later.join().unwrap();
}

#[actix_web::test]
async fn debug_output_tells_nothing_that_is_remembered() {
    let (staff, hash) = staff();
    let basic = Basic::new(staff.clone());
    let text = format!("{basic:?}");
    assert!(text.contains("remember_for: 300s"), "{text}");
    let auth = builder(basic).build().unwrap();
    let app = app_of(auth.clone()).await;
    assert_eq!(status(&app, RIGHT).await, 200);
    assert_eq!(at_once(&app, RIGHT), Some(200));
    let text = format!("{text} {auth:?}");
    for secret in ["correct horse", &hash[30..], "argon2"] {
        assert!(!text.contains(secret), "{text}");
    }
}
