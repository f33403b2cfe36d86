//! However a name is spelled, failures against it are counted as one account's.

use std::time::Duration;

use actix_web::{App, get};
use auth_runtime::basic::{Basic, User, UserStore, hash_password};
use auth_runtime::digest::{self, Algorithm, Digest, Ha1, UserName, user_hash};
use auth_runtime::{Auth, Identity, StoreAnswer, Throttle, require_auth};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::answering::Challenge;
use crate::app::{TestApp, get, start};

#[get("/basic")]
#[require_auth(scheme = "Basic")]
async fn by_basic(who: Identity) -> String {
    who.subject().to_owned()
}

#[require_auth(scheme = "Digest")]
#[get("/digest")]
async fn by_digest(who: Identity) -> String {
    who.subject().to_owned()
}

/// A database that ignores case and spaces at the end.
#[derive(Clone)]
struct Loose(String);

fn is_ada(name: &str) -> bool {
    name.trim_end().to_lowercase() == "ada"
}

impl UserStore for Loose {
    fn find(&self, name: &str) -> StoreAnswer<Option<User>> {
        let ada = || User::new(self.0.clone(), Identity::new("ada"));
        StoreAnswer::now(Ok(is_ada(name).then(ada)))
    }
}

impl digest::UserStore for Loose {
    fn find(&self, name: UserName<'_>) -> StoreAnswer<Option<digest::User>> {
        let is_ada = match name {
            UserName::Plain(name) => is_ada(name),
            UserName::Hashed(algorithm, hash) => hash == user_hash(algorithm, "ada", "office"),
        };
        let ha1 = || Ha1::new(Algorithm::Sha256, "ada", "office", "correct horse");
        let ada = || digest::User::new(ha1(), Identity::new("ada"));
        StoreAnswer::now(Ok(is_ada.then(ada)))
    }
}

/// Three failures against an account are too many, and a client has many more.
async fn app() -> TestApp {
    let store = Loose(hash_password("correct horse").unwrap());
    let throttle = Throttle::new()
        .per_client(1000, Duration::from_secs(60))
        .per_account(3, Duration::from_secs(900));
    let builder = Auth::builder()
        .realm("office")
        .basic(Basic::new(store.clone()))
        .digest(Digest::new(store))
        .throttle(throttle);
    let builder = builder.only_modules([module_path!()]);
    let app = App::new().app_data(builder.build().unwrap());
    start(app.service((by_basic, by_digest))).await
}

async fn guess(app: &TestApp, name: &str, password: &str) -> u16 {
    let field = format!("Basic {}", STANDARD.encode(format!("{name}:{password}")));
    get("/basic").authorization(field).status(app).await
}

#[actix_web::test]
async fn spellings_that_a_store_ignores_give_no_more_tries() {
    let spellings = ["ada", "Ada", "aDA ", "ADA", "ada  ", "adA"];
    let app = app().await;
    let mut seen = Vec::new();
    for name in spellings {
        seen.push(guess(&app, name, "wrong").await);
    }
    assert_eq!(seen, [401, 401, 401, 429, 429, 429]);
    for name in spellings {
        assert_eq!(guess(&app, name, "correct horse").await, 429, "{name}");
    }
    // Whether there is such a user or not.
    let mut seen = Vec::new();
    for name in ["bob", "Bob", "BOB ", "bOB"] {
        seen.push(guess(&app, name, "wrong").await);
    }
    assert_eq!(seen, [401, 401, 401, 429]);
}

#[actix_web::test]
async fn neither_do_those_beside_a_proof_for_the_stored_name() {
    let app = app().await;
    let offer = get("/digest").send(&app).await;
    let offer = Challenge::read(offer.challenge());
    let guess = |name: &str, password: &str| {
        let field = offer.answer("ada", password, "/digest").field();
        let field = field.replace("username=\"ada\"", &format!("username=\"{name}\""));
        get("/digest").authorization(field).status(&app)
    };
    for name in ["ada", "Ada", "ADA "] {
        assert_eq!(guess(name, "wrong").await, 401, "{name}");
    }
    for name in ["ada", "aDa"] {
        assert_eq!(guess(name, "correct horse").await, 429, "{name}");
    }
}

/// As its hash, a name has tries of its own, and no more of them.
#[actix_web::test]
async fn a_hashed_name_is_an_account() {
    let app = app().await;
    let offer = get("/digest").send(&app).await;
    let offer = Challenge::read(offer.challenge());
    let guess = |password: &str| {
        let field = offer.answer("ada", password, "/digest").hashed().field();
        let digits = user_hash(Algorithm::Sha256, "ada", "office");
        assert!(field.contains(&digits), "{field}");
        get("/digest").authorization(field).status(&app)
    };
    for _ in 0..3 {
        assert_eq!(guess("wrong").await, 401);
    }
    assert_eq!(guess("correct horse").await, 429);
}

/// Whoever makes a browser send requests locks nobody out.
#[actix_web::test]
async fn requests_of_other_sites_are_no_guesses() {
    let app = app().await;
    let field = format!("Basic {}", STANDARD.encode("ada:wrong"));
    for _ in 0..10 {
        let asked = get("/basic").header("upgrade", "websocket");
        let asked = asked.header("origin", "https://evil.example");
        assert_eq!(asked.authorization(&field).status(&app).await, 403);
    }
    assert_eq!(guess(&app, "ada", "wrong").await, 401);
    assert_eq!(guess(&app, "ada", "correct horse").await, 200);
}
