//! Basic without a network: the table of answers, and what happens when something of ours breaks.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver};

use actix_web::{App, get};
use auth_runtime::basic::{Basic, User, UserStore, Users, hash_password};
use auth_runtime::{Auth, Identity, StoreAnswer, StoreError, require_auth, require_role};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::FutureExt;
use tests::events::recorded;
use tracing::Level;

use crate::app::{Answer, TestApp, get, start};

#[get("/me")]
#[require_auth(scheme = "Basic")]
async fn me(who: Identity) -> String {
    who.subject().to_owned()
}

#[require_auth(scheme = "Basic")]
#[require_role("editor")]
#[get("/edit")]
async fn edit() -> &'static str {
    "in"
}

#[get("/attic")]
#[require_auth(scheme = "Basic", realm = "attic")]
async fn attic() -> &'static str {
    "in"
}

fn user(name: &str, password: &str) -> User {
    let who = Identity::new(name).with_roles(["editor"]);
    User::new(hash_password(password).unwrap(), who)
}

fn auth(basic: Basic) -> Auth {
    let builder = Auth::builder().realm("office").basic(basic);
    builder.only_modules([module_path!()]).build().unwrap()
}

async fn app_of(basic: Basic) -> TestApp {
    let auth = auth(basic);
    let app = App::new().app_data(auth.clone());
    let app = app.service((me, edit, attic));
    start(app.default_service(auth.not_found())).await
}

async fn app() -> TestApp {
    let users = Users::new()
        .with("ada", user("ada", "correct horse"))
        .with("Zoe\u{308}", user("zoe", "caf\u{e9}:\u{1fae8}"))
        .with("", user("nameless", "x"))
        .with(
            "guest",
            User::new(hash_password("").unwrap(), Identity::new("guest")),
        );
    app_of(Basic::new(users)).await
}

fn encoded(user_pass: impl AsRef<[u8]>) -> String {
    format!("Basic {}", STANDARD.encode(user_pass))
}

async fn ask(app: &TestApp, field: &str) -> Answer {
    get("/me").authorization(field).send(app).await
}

const CHALLENGE: &str = r#"Basic realm="office", charset="UTF-8""#;

#[actix_web::test]
async fn the_challenge_has_a_realm_and_a_charset_and_nothing_else() {
    let app = app().await;
    for field in [None, Some(encoded("ada:wrong")), Some("Basic ?".into())] {
        let fields: Vec<String> = field.into_iter().collect();
        let answer = get("/me").authorizations(&fields).send(&app).await;
        assert_eq!(answer.challenge(), CHALLENGE, "{fields:?}");
    }
    let answer = get("/attic").send(&app).await;
    assert_eq!(
        answer.challenge(),
        r#"Basic realm="attic", charset="UTF-8""#
    );
}

#[actix_web::test]
async fn who_knows_the_password_is_let_in() {
    let app = app().await;
    for (user_pass, subject) in [
        ("ada:correct horse", "ada"),
        ("Zo\u{eb}:caf\u{e9}:\u{1fae8}", "zoe"),
        ("Zoe\u{308}:cafe\u{301}:\u{1fae8}", "zoe"),
        (":x", "nameless"),
        ("guest:", "guest"),
    ] {
        for scheme in ["Basic ", "bAsIc ", "BASIC    "] {
            let field = encoded(user_pass).replace("Basic ", scheme);
            let answer = ask(&app, &field).await;
            assert_eq!(
                (answer.status.as_u16(), answer.text()),
                (200, subject),
                "{field}"
            );
        }
    }
}

#[actix_web::test]
async fn whoever_does_not_is_refused_alike() {
    let app = app().await;
    let answers = [
        "ada:wrong",
        "ada:",
        "ada:correct horse ",
        "ada:Correct horse",
        "ada:correct horse:",
        "Ada:correct horse",
        "nobody:correct horse",
        ":",
        "guest:guest",
        &format!("{}:x", "a".repeat(5000)),
    ];
    for user_pass in answers {
        let answer = ask(&app, &encoded(user_pass)).await;
        assert_eq!(answer.status, 401, "{user_pass}");
        assert_eq!(answer.challenge(), CHALLENGE);
        let body = answer.json();
        assert_eq!(body["error"], "invalid_credentials");
        assert_eq!(body["message"], "The credentials are not valid.");
        assert_eq!(answer.lines("cache-control"), ["no-store"]);
    }
    // Another encoding than UTF-8 is a wrong password too: `charset` is advice.
    let answer = ask(&app, &encoded(b"ada:\xe9")).await;
    assert_eq!(answer.json()["error"], "invalid_credentials");
}

#[actix_web::test]
async fn what_is_no_basic_credential_is_a_bad_request() {
    let app = app().await;
    let good = encoded("ada:correct horse");
    for field in [
        "Basic".to_owned(),
        "Basic ".into(),
        "Basic ada:correct horse".into(),
        good.trim_end_matches('=').into(),
        format!("{good}="),
        format!("{good} "),
        format!("{good}, {good}"),
        encoded("ada"),
        encoded(""),
        encoded("ada:correct horse\0"),
        encoded("ada\n:correct horse"),
        encoded("ada:correct\thorse"),
        encoded("ada:correct horse\u{7f}"),
        encoded("ada:correct horse\u{85}"),
    ] {
        let answer = ask(&app, &field).await;
        assert_eq!(answer.status, 400, "{field}");
        assert_eq!(answer.json()["error"], "invalid_request");
        assert_eq!(answer.challenge(), CHALLENGE);
    }
    let twice = [good.clone(), good];
    let answer = get("/me").authorizations(&twice).send(&app).await;
    assert_eq!(answer.status, 400);
}

#[actix_web::test]
async fn roles_of_the_store_count() {
    let app = app().await;
    for (user_pass, status) in [("ada:correct horse", 200), ("guest:", 403)] {
        let answer = get("/edit")
            .authorization(encoded(user_pass))
            .send(&app)
            .await;
        assert_eq!(answer.status, status, "{user_pass}");
        assert!(answer.challenges().is_empty());
    }
}

/// A store that does what it is told.
struct Odd(fn(&str) -> StoreAnswer<Option<User>>);

impl UserStore for Odd {
    fn find(&self, name: &str) -> StoreAnswer<Option<User>> {
        self.0(name)
    }
}

#[actix_web::test]
async fn a_store_that_breaks_lets_nobody_in_and_logs_nobody_out() {
    type Find = fn(&str) -> StoreAnswer<Option<User>>;
    let cases: [(Find, u16); 7] = [
        (|_| panic!("on purpose"), 500),
        (|_| StoreAnswer::later(async { panic!("on purpose") }), 500),
        (|_| StoreAnswer::now(Err(StoreError::new("down"))), 503),
        (
            |_| StoreAnswer::later(async { Err(StoreError::new("down")) }),
            503,
        ),
        (|_| known("corrupt"), 500),
        (
            |_| known("$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA"),
            500,
        ),
        (|_| known(IMPOSSIBLE), 500),
    ];
    for (at, (find, status)) in cases.into_iter().enumerate() {
        let app = app_of(Basic::new(Odd(find))).await;
        let answer = ask(&app, &encoded("ada:correct horse")).await;
        assert_eq!(answer.status, status, "case {at}");
        assert!(answer.challenges().is_empty());
        assert!(!answer.text().contains("argon2"), "{}", answer.text());
    }
}

/// It can be read, and Argon2 refuses its parameters.
const IMPOSSIBLE: &str = "$argon2id$v=19$m=1,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$c29tZWhhc2hzb21laGFzaA";

fn known(hash: &str) -> StoreAnswer<Option<User>> {
    StoreAnswer::now(Ok(Some(User::new(hash, Identity::new("ada")))))
}

/// Counts who is asked for, and knows nobody.
struct Asked(Arc<AtomicUsize>);

impl UserStore for Asked {
    fn find(&self, name: &str) -> StoreAnswer<Option<User>> {
        assert!(
            name.len() <= 256,
            "the store is asked for {} bytes",
            name.len()
        );
        self.0.fetch_add(1, Ordering::Relaxed);
        StoreAnswer::now(Ok(None))
    }
}

#[actix_web::test]
async fn only_names_that_somebody_can_have_are_looked_up() {
    let asked = Arc::new(AtomicUsize::new(0));
    let app = app_of(Basic::new(Asked(asked.clone()))).await;
    for (user_pass, times) in [("ada:x", 1), (":x", 2), ("ada\0:x", 2), ("ada", 2)] {
        ask(&app, &encoded(user_pass)).await;
        assert_eq!(asked.load(Ordering::Relaxed), times, "{user_pass:?}");
    }
    let long = format!("{}:x", "a".repeat(257));
    assert_eq!(ask(&app, &encoded(&long)).await.status, 401);
    assert_eq!(asked.load(Ordering::Relaxed), 2);
}

/// Gives its answer when it is told to.
struct Slow(std::sync::Mutex<Option<Receiver<()>>>);

impl UserStore for Slow {
    fn find(&self, _: &str) -> StoreAnswer<Option<User>> {
        let told = self.0.lock().unwrap().take();
        StoreAnswer::later(async move {
            while told.as_ref().is_some_and(|told| told.try_recv().is_err()) {
                actix_web::rt::task::yield_now().await;
            }
            Ok(None)
        })
    }
}

#[actix_web::test]
async fn more_than_may_wait_are_told_to_come_back() {
    let (tell, told) = mpsc::channel();
    let slow = Slow(std::sync::Mutex::new(Some(told)));
    let app = app_of(Basic::new(slow).at_once(1).waiting(0)).await;
    let field = encoded("ada:x");
    let mut first = Box::pin(ask(&app, &field));
    assert!((&mut first).now_or_never().is_none());
    let (second, events) = recorded(ask(&app, &field)).await;
    assert_eq!(second.status, 503);
    let ours: Vec<_> = events
        .iter()
        .filter(|it| it.target == "auth_runtime::denial")
        .map(|it| (it.level, it.field("reason")))
        .collect();
    assert_eq!(ours, [(Level::WARN, Some("busy"))], "no fault");
    assert_eq!(second.lines("retry-after"), ["1"]);
    assert_eq!(second.json()["error"], "temporarily_unavailable");
    assert!(second.challenges().is_empty());
    tell.send(()).unwrap();
    assert_eq!(first.await.status, 401);
    assert_eq!(ask(&app, &field).await.status, 401, "there is room again");
}

/// Says that its hashes are like this one.
struct Like(&'static str);

impl UserStore for Like {
    fn find(&self, _: &str) -> StoreAnswer<Option<User>> {
        StoreAnswer::now(Ok(None))
    }

    fn decoy(&self) -> Option<String> {
        Some(self.0.to_owned())
    }
}

#[test]
fn what_cannot_work_does_not_start() {
    for (basic, part) in [
        (Basic::new(Like("corrupt")), "UserStore::decoy"),
        (Basic::new(Like(IMPOSSIBLE)), "UserStore::decoy"),
        (Basic::new(Users::new()).at_once(0), ".at_once(…)"),
    ] {
        let builder = Auth::builder().basic(basic).only_modules([module_path!()]);
        let error = builder.build().unwrap_err().to_string();
        assert!(error.contains(part), "{error}");
    }
    let basic = || Basic::new(Users::new());
    let builder = Auth::builder().basic(basic()).basic(basic());
    let error = builder.only_modules([module_path!()]).build().unwrap_err();
    assert!(error.to_string().contains("Basic is configured twice"));
}

/// The password of the decoy is known here, and it is nobody's all the same. PBKDF2 with so few
/// rounds is no advice.
#[actix_web::test]
async fn who_does_not_exist_is_let_in_by_no_password() {
    let hash = "$pbkdf2-sha256$i=1000,l=32$MDEyMzQ1Njc4OWFiY2RlZg$cBg8D2DungRB9k76szThf5ehfyBz991ay6PT8Srwk4M";
    let app = app_of(Basic::new(Like(hash))).await;
    let answer = ask(&app, &encoded("ada:correct horse")).await;
    assert_eq!(answer.status, 401);
    // It is the right password where the user exists.
    let users = Users::new().with("ada", User::new(hash, Identity::new("ada")));
    let answer = ask(
        &app_of(Basic::new(users)).await,
        &encoded("ada:correct horse"),
    )
    .await;
    assert_eq!(answer.status, 200);
}

#[test]
fn debug_output_tells_no_hash() {
    let hash = hash_password("correct horse").unwrap();
    let user = User::new(hash.clone(), Identity::new("ada"));
    let users = Users::new().with("ada", user.clone());
    let text = format!("{user:?} {users:?} {:?}", Basic::new(users.clone()));
    assert!(
        !text.contains("argon2") && !text.contains(&hash[40..]),
        "{text}"
    );
}
