//! `ApiKey`: whose key it is, and what becomes of keys that are none.

use std::time::{Duration, SystemTime};

use actix_web::{App, HttpResponse, get};
use auth_runtime::api_key::{ApiKey, ApiKeyRecord, ApiKeyStore, ApiKeys, MemoryKeys};
use auth_runtime::testing::TestClock;
use auth_runtime::{
    Auth, AuthenticationInfo, Identity, Scheme, StoreAnswer, StoreError, allow_anonymous,
    require_auth, require_permission, require_role, require_scope,
};

use crate::app::{Answer, TestApp, get, start};
use crate::authenticators::panic_quietly;

#[require_auth(scheme = "ApiKey")]
#[get("/me")]
async fn me(who: Identity) -> String {
    let scheme = who.scheme().map_or("none", Scheme::name);
    format!("{} by {scheme}", who.subject())
}

#[get("/orders")]
#[require_auth(scheme = "ApiKey")]
#[require_scope("orders:read")]
async fn orders() -> &'static str {
    "in"
}

#[require_auth(scheme = "ApiKey")]
#[require_role("staff")]
#[require_permission("ship")]
#[get("/staff")]
async fn staff() -> &'static str {
    "in"
}

#[get("/price")]
#[require_auth(scheme = "ApiKey")]
async fn price() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(("cache-control", "public, max-age=5"))
        .insert_header(("vary", "Origin, x-api-key"))
        .body("1")
}

#[allow_anonymous]
#[get("/open")]
async fn open(who: Option<Identity>) -> String {
    who.map_or_else(|| "nobody".into(), |who| who.subject().to_owned())
}

const NOW: u64 = 1_800_000_000;

async fn app(keys: ApiKeys) -> TestApp {
    let builder = Auth::builder()
        .clock(TestClock::at(NOW))
        .only_modules([module_path!()]);
    let auth = builder.api_keys(keys).build().unwrap();
    start(
        App::new()
            .app_data(auth.clone())
            .wrap(AuthenticationInfo)
            .service((me, orders, staff, price, open))
            .default_service(auth.not_found()),
    )
    .await
}

async fn ask(app: &TestApp, path: &str, key: &str) -> Answer {
    get(path).header("x-api-key", key).send(app).await
}

/// A key, and an app that knows what `make` makes of its record.
async fn known(make: impl FnOnce(ApiKeyRecord) -> ApiKeyRecord) -> (String, TestApp) {
    let key = ApiKey::generate().unwrap();
    let text = key.text().to_owned();
    let keys = MemoryKeys::new();
    keys.add(make(key.into_record()));
    (text, app(ApiKeys::new(keys)).await)
}

#[actix_web::test]
async fn a_key_makes_its_owner_known() {
    let (key, app) = known(|record| record.subject("billing")).await;
    let answer = ask(&app, "/me", &key).await;
    assert_eq!(
        (answer.status.as_u16(), answer.text()),
        (200, "billing by ApiKey")
    );
}

#[actix_web::test]
async fn without_a_key_the_challenge_names_the_field() {
    let (_, app) = known(|record| record).await;
    let answer = get("/me").send(&app).await;
    assert_eq!(answer.status, 401);
    assert_eq!(
        answer.challenge(),
        r#"ApiKey realm="api", header="X-API-Key""#
    );
    assert_eq!(answer.lines("cache-control"), ["no-store"]);
}

#[actix_web::test]
async fn the_field_has_the_name_that_was_configured_and_the_query_none() {
    let key = ApiKey::generate().unwrap();
    let text = key.text().to_owned();
    let keys = MemoryKeys::new();
    keys.add(key.into_record());
    let app = app(ApiKeys::new(keys).header("Shop-Key")).await;
    assert_eq!(get("/me").header("shop-key", &text).status(&app).await, 200);
    assert_eq!(ask(&app, "/me", &text).await.status, 401);
    let in_query = format!("/me?api_key={text}&shop-key={text}&X-API-Key={text}");
    let answer = get(&in_query).send(&app).await;
    assert_eq!(answer.status, 401);
    assert_eq!(
        answer.challenge(),
        r#"ApiKey realm="api", header="Shop-Key""#
    );
}

#[actix_web::test]
async fn a_field_with_another_meaning_cannot_hold_keys() {
    for name in ["Authorization", "cookie", "Host", "a b", "", "Origin"] {
        let keys = ApiKeys::new(MemoryKeys::new()).header(name);
        let built = Auth::builder()
            .only_modules(["nowhere"])
            .api_keys(keys)
            .build();
        assert!(
            built
                .unwrap_err()
                .to_string()
                .contains(&format!("{name:?}"))
        );
    }
}

#[actix_web::test]
async fn keys_that_nobody_knows_and_wrong_secrets_look_alike() {
    let (key, app) = known(|record| record).await;
    let (id, secret) = key.rsplit_once('_').unwrap();
    let other = ApiKey::generate().unwrap();
    let (_, other_secret) = other.text().rsplit_once('_').unwrap();
    let wrong = [
        other.text().to_owned(),
        format!("{id}_{other_secret}"),
        format!("{id}_{}", &secret[1..]),
        format!("{id}_{secret}0"),
        format!("{id}_{}", secret.to_uppercase()),
        format!("{}_{secret}", id.to_uppercase()),
        format!("{id}_{}", "0".repeat(64)),
    ];
    let expected = ask(&app, "/me", other.text()).await.visible();
    assert_eq!(expected.0, 401);
    for key in wrong {
        assert_eq!(ask(&app, "/me", &key).await.visible(), expected, "{key}");
    }
}

#[actix_web::test]
async fn keys_of_two_fields_and_what_is_no_key_are_400() {
    let (key, app) = known(|record| record).await;
    let two = get("/me")
        .header("x-api-key", &key)
        .header("X-API-Key", &key);
    let long = format!("{key}{}", "0".repeat(256));
    let two = two.send(&app).await;
    let mut answers = vec![two];
    for field in [
        "",
        "key",
        "key_",
        "_x",
        "a b_c",
        &format!("{key},{key}"),
        &long,
    ] {
        answers.push(ask(&app, "/me", field).await);
    }
    for answer in answers {
        assert_eq!(answer.status, 400);
        assert_eq!(answer.json()["error"], "invalid_request");
        assert_eq!(
            answer.challenge(),
            r#"ApiKey realm="api", header="X-API-Key""#
        );
    }
}

#[actix_web::test]
async fn a_key_ends_when_it_expires_and_when_it_is_revoked() {
    let end = |seconds: u64| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    for (make, status) in [
        (
            Box::new(move |it: ApiKeyRecord| it.expires(end(NOW + 1))) as Box<dyn FnOnce(_) -> _>,
            200,
        ),
        (Box::new(move |it: ApiKeyRecord| it.expires(end(NOW))), 401),
        (Box::new(|it: ApiKeyRecord| it.revoked()), 401),
    ] {
        let (key, app) = known(make).await;
        assert_eq!(ask(&app, "/me", &key).await.status, status);
    }
    let key = ApiKey::generate().unwrap();
    let keys = MemoryKeys::new();
    keys.add(key.record().clone());
    let app = app(ApiKeys::new(keys.clone())).await;
    assert_eq!(ask(&app, "/me", key.text()).await.status, 200);
    keys.revoke(key.record().id());
    let answer = ask(&app, "/me", key.text()).await;
    assert_eq!(answer.status, 401);
    assert_eq!(answer.json()["error"], "invalid_credentials");
}

#[actix_web::test]
async fn a_key_lacking_a_scope_is_403_without_a_challenge() {
    let (key, app) = known(|record| record.scopes(["orders:write"])).await;
    let answer = ask(&app, "/orders", &key).await;
    assert_eq!(answer.status, 403);
    assert_eq!(answer.challenges(), [""; 0]);
    assert_eq!(answer.json()["error"], "insufficient_scope");
    let (key, app) = known(|record| record.scopes(["orders:read"])).await;
    assert_eq!(ask(&app, "/orders", &key).await.status, 200);
}

#[actix_web::test]
async fn roles_and_permissions_of_a_key_count() {
    let (key, app) = known(|it| it.roles(["staff"]).permissions(["ship"])).await;
    assert_eq!(ask(&app, "/staff", &key).await.status, 200);
    let (key, app) = known(|it| it.roles(["ship"]).permissions(["staff"])).await;
    let answer = ask(&app, "/staff", &key).await;
    assert_eq!(
        (answer.status.as_u16(), answer.challenges().len()),
        (403, 0)
    );
}

/// Shared caches know `Authorization`, and no other field that holds credentials.
#[actix_web::test]
async fn answers_to_a_key_stay_private() {
    let (key, app) = known(|record| record.subject("billing")).await;
    let answer = ask(&app, "/me", &key).await;
    assert_eq!(answer.lines("cache-control"), ["private"]);
    assert_eq!(answer.lines("vary"), ["X-API-Key"]);
    let answer = ask(&app, "/price", &key).await;
    assert_eq!(answer.lines("cache-control"), ["public, max-age=5"]);
    assert_eq!(answer.lines("vary"), ["Origin, x-api-key"]);
    for answer in [
        ask(&app, "/orders", &key).await,
        get("/me").send(&app).await,
    ] {
        assert_eq!(answer.lines("cache-control"), ["no-store"]);
        assert_eq!(answer.lines("vary"), ["X-API-Key"]);
    }
    let answer = get("/open").send(&app).await;
    assert_eq!(answer.text(), "nobody");
    assert_eq!(answer.lines("cache-control"), [""; 0]);
}

type Find = fn() -> StoreAnswer<Option<ApiKeyRecord>>;

/// Answers as it was told to, at once or later.
struct Told(Find);

impl ApiKeyStore for Told {
    fn find(&self, _: &str) -> StoreAnswer<Option<ApiKeyRecord>> {
        (self.0)()
    }
}

#[actix_web::test]
async fn a_store_that_fails_is_503_and_one_that_panics_500() {
    let key = ApiKey::generate().unwrap();
    let cases: [(Find, u16); 4] = [
        (|| StoreAnswer::now(Err(StoreError::new("down"))), 503),
        (
            || StoreAnswer::later(async { Err(StoreError::new("down")) }),
            503,
        ),
        (|| panic_quietly(), 500),
        (|| StoreAnswer::later(async { panic_quietly() }), 500),
    ];
    for (store, status) in cases {
        let app = app(ApiKeys::new(Told(store))).await;
        let answer = ask(&app, "/me", key.text()).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.challenges(), [""; 0]);
        assert!(!answer.text().contains("down"));
    }
}

/// A store that looks without regard to case finds a record that is not this key's.
#[actix_web::test]
async fn a_record_of_another_id_is_no_record() {
    struct Lax(MemoryKeys);
    impl ApiKeyStore for Lax {
        fn find(&self, id: &str) -> StoreAnswer<Option<ApiKeyRecord>> {
            self.0.find(&id.to_lowercase())
        }
    }
    let key = ApiKey::generate().unwrap();
    let keys = MemoryKeys::new();
    keys.add(key.record().clone());
    let app = app(ApiKeys::new(Lax(keys))).await;
    assert_eq!(ask(&app, "/me", key.text()).await.status, 200);
    let shouted = key.text().replacen("key_", "KEY_", 1);
    assert_eq!(ask(&app, "/me", &shouted).await.status, 401);
}
