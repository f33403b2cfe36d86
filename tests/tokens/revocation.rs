//! Tokens that are good no more before their time.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use actix_web::error::ErrorServiceUnavailable;
use actix_web::test::init_service;
use actix_web::{App, HttpRequest, HttpResponse, Result, get};
use auth_runtime::jwt::Jwt;
use auth_runtime::testing::{TestIssuer, TestToken};
use auth_runtime::{
    Auth, AuthenticationError, Authenticator, BearerToken, Identity, MemoryStore, RevocableToken,
    RevocationList, Store, StoreAnswer, StoreError, Verification, require_auth,
};

use futures_util::future::join;

use crate::introspection_cache::Down;
use crate::kit::{Api, NOW, answer_of, me};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// An issuer at the time of the API.
struct Issuer(TestIssuer, &'static str);

fn issuer(name: &'static str) -> Issuer {
    Issuer(TestIssuer::with_secret([7; 32]).named(name), name)
}

impl Issuer {
    fn jwt(&self) -> Jwt {
        self.0.jwt()
    }

    fn token(&self, subject: &str, jti: &str, issued: u64) -> TestToken {
        self.0
            .token(subject)
            .claim("jti", jti)
            .claim("iat", issued)
            .claim("exp", NOW + 90 * DAY.as_secs())
    }
}

fn api(issuer: &Issuer) -> Api {
    Api::new(|auth| auth.bearer(issuer.jwt()).revocable())
}

fn second(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

#[actix_web::test]
async fn a_token_is_refused_as_soon_as_it_is_revoked() {
    let issuer = issuer("https://id.example");
    let api = api(&issuer);
    let revocations = api.auth.revocations().unwrap();
    let (token, other) = (
        issuer.token("alice", "one", NOW).mint(),
        issuer.token("alice", "two", NOW).mint(),
    );
    assert_eq!(api.status(&token).await, 200);
    let until = second(NOW + 90 * DAY.as_secs());
    revocations
        .revoke_token(issuer.1, "one", until)
        .await
        .unwrap();
    let (status, challenge) = api.answer(&token).await;
    assert_eq!(status, 401);
    assert!(
        challenge.contains(r#"error="invalid_token""#),
        "{challenge}"
    );
    assert_eq!(api.status(&other).await, 200);
}

#[actix_web::test]
async fn it_stays_refused_to_its_end() {
    let issuer = issuer("https://id.example");
    let api = api(&issuer);
    let revocations = api.auth.revocations().unwrap();
    let token = issuer.token("alice", "one", NOW).mint();
    revocations
        .revoke_token(issuer.1, "one", second(NOW + 90 * DAY.as_secs()))
        .await
        .unwrap();
    for _ in 0..31 {
        assert_eq!(api.status(&token).await, 401);
        api.clock.advance(DAY);
    }
    assert_eq!(api.status(&token).await, 401);
}

/// An ECDSA signature has two spellings, and an issuer may sign one name twice.
#[actix_web::test]
async fn another_spelling_of_a_revoked_token_is_revoked_too() {
    let issuer = issuer("https://id.example");
    let api = api(&issuer);
    let token = || issuer.token("alice", "one", NOW);
    let (one, other) = (token().mint(), token().header("x", "y").mint());
    assert_ne!(one, other);
    let revocations = api.auth.revocations().unwrap();
    revocations
        .revoke_token(issuer.1, "one", second(NOW + DAY.as_secs()))
        .await
        .unwrap();
    assert_eq!(api.status(&one).await, 401);
    assert_eq!(api.status(&other).await, 401);
}

#[actix_web::test]
async fn a_leeway_does_not_bring_it_back() {
    let issuer = issuer("https://id.example");
    let jwt = issuer.jwt().leeway(Duration::from_secs(300));
    let api = Api::new(|auth| auth.bearer(jwt).revocable());
    let token = issuer
        .token("alice", "one", NOW)
        .claim("exp", NOW + 60)
        .mint();
    let revocations = api.auth.revocations().unwrap();
    revocations
        .revoke_token(issuer.1, "one", second(NOW + 60))
        .await
        .unwrap();
    for _ in 0..7 {
        assert_eq!(api.status(&token).await, 401);
        api.clock.advance(Duration::from_secs(59));
    }
}

#[actix_web::test]
async fn the_same_name_of_another_issuer_is_another_token() {
    let (ours, theirs) = (
        issuer("https://id.example"),
        issuer("https://other.example"),
    );
    let api = Api::new(|auth| auth.bearer(ours.jwt().issuer(theirs.1)).revocable());
    let revocations = api.auth.revocations().unwrap();
    let until = second(NOW + DAY.as_secs());
    revocations
        .revoke_token(theirs.1, "one", until)
        .await
        .unwrap();
    revocations
        .revoke_subject(theirs.1, "alice", until)
        .await
        .unwrap();
    assert_eq!(
        api.status(&ours.token("alice", "one", NOW).mint()).await,
        200
    );
    assert_eq!(
        api.status(&theirs.token("bob", "one", NOW).mint()).await,
        401
    );
    assert_eq!(
        api.status(&theirs.token("alice", "two", NOW).mint()).await,
        401
    );
}

#[actix_web::test]
async fn names_do_not_run_into_each_other() {
    let ours = issuer("https://id.example");
    let api = api(&ours);
    let revocations = api.auth.revocations().unwrap();
    let until = second(NOW + DAY.as_secs());
    revocations
        .revoke_token("https://id.exampl", "eone", until)
        .await
        .unwrap();
    revocations
        .revoke_subject(ours.1, "one", until)
        .await
        .unwrap();
    assert_eq!(
        api.status(&ours.token("alice", "one", NOW).mint()).await,
        200
    );
}

#[actix_web::test]
async fn all_tokens_of_a_subject_before_a_moment_are_refused() {
    let issuer = issuer("https://id.example");
    let api = api(&issuer);
    let revocations = api.auth.revocations().unwrap();
    let moment = second(NOW) + Duration::from_millis(500);
    revocations
        .revoke_subject(issuer.1, "alice", moment)
        .await
        .unwrap();
    for (subject, issued, status) in [
        ("alice", NOW - 1000, 401),
        ("alice", NOW, 401),
        ("alice", NOW + 60, 401),
        ("bob", NOW - 1000, 200),
    ] {
        let token = issuer.token(subject, "some", issued).mint();
        assert_eq!(api.status(&token).await, status, "{subject} {issued}");
    }
    // What was issued before the moment, by a clock that runs ahead, stays revoked.
    api.clock.advance(Duration::from_secs(61));
    for (issued, status) in [(NOW + 60, 401), (NOW + 61, 200)] {
        let token = issuer.token("alice", "some", issued).mint();
        assert_eq!(api.status(&token).await, status, "{issued}");
    }
}

#[actix_web::test]
async fn a_token_from_the_future_is_refused_where_no_revocation_would_reach_it() {
    let issuer = issuer("https://id.example");
    let list = Anybody;
    for (api, late) in [
        (api(&issuer), 401),
        (
            Api::new(|auth| auth.bearer(issuer.jwt()).revocation_list(list)),
            401,
        ),
        (Api::new(|auth| auth.bearer(issuer.jwt())), 200),
    ] {
        for (ahead, status) in [(0, 200), (60, 200), (61, late), (40 * 24 * 3600, late)] {
            let token = issuer.token("alice", "one", NOW + ahead).mint();
            assert_eq!(api.status(&token).await, status, "{ahead}");
        }
    }
}

/// A list on which there is nobody.
struct Anybody;

impl RevocationList for Anybody {
    fn is_revoked(&self, _: &RevocableToken<'_>) -> StoreAnswer<bool> {
        StoreAnswer::now(Ok(false))
    }
}

#[actix_web::test]
async fn a_moment_in_the_future_counts_until_then_and_is_not_forgotten() {
    let issuer = issuer("https://id.example");
    let api = api(&issuer);
    let revocations = api.auth.revocations().unwrap();
    let end = second(NOW) + 365 * DAY;
    revocations
        .revoke_subject(issuer.1, "alice", end)
        .await
        .unwrap();
    let token = |subject, day: u64| {
        let issued = NOW + day * DAY.as_secs();
        let token = issuer.token(subject, "some", issued);
        token.claim("exp", issued + 900).mint()
    };
    let mut today = 0;
    for (day, status) in [
        (0, 401),
        (1, 401),
        (32, 401),
        (200, 401),
        (365, 401),
        (366, 200),
    ] {
        api.clock.advance(DAY * u32::try_from(day - today).unwrap());
        today = day;
        assert_eq!(api.status(&token("bob", day)).await, 200, "{day}");
        assert_eq!(api.status(&token("alice", day)).await, status, "{day}");
    }
}

#[actix_web::test]
async fn a_moment_that_nothing_is_kept_until_is_an_error() {
    let issuer = issuer("https://id.example");
    let api = api(&issuer);
    let revocations = api.auth.revocations().unwrap();
    let before_1970 = SystemTime::UNIX_EPOCH - DAY;
    for moment in [before_1970, second(253_402_300_800)] {
        let revoked = revocations.revoke_subject(issuer.1, "alice", moment);
        assert!(revoked.await.is_err(), "{moment:?}");
    }
}

#[actix_web::test]
async fn of_two_moments_at_once_the_later_one_counts() {
    let issuer = issuer("https://id.example");
    for moments in [[NOW, NOW - 500], [NOW - 500, NOW]] {
        let store = Slow(MemoryStore::new());
        let api = Api::new(|auth| auth.bearer(issuer.jwt()).revocable().store(store));
        let revocations = api.auth.revocations().unwrap();
        let revoke = |moment| revocations.revoke_subject(issuer.1, "alice", second(moment));
        let (one, other) = join(revoke(moments[0]), revoke(moments[1])).await;
        assert!(one.is_ok() && other.is_ok());
        let token = issuer.token("alice", "one", NOW - 100).mint();
        assert_eq!(api.status(&token).await, 401, "{moments:?}");
    }
}

#[actix_web::test]
async fn an_earlier_moment_does_not_take_a_later_one_back() {
    let issuer = issuer("https://id.example");
    let api = api(&issuer);
    let revocations = api.auth.revocations().unwrap();
    for moment in [NOW, NOW - 500] {
        revocations
            .revoke_subject(issuer.1, "alice", second(moment))
            .await
            .unwrap();
    }
    let token = issuer.token("alice", "one", NOW - 100).mint();
    assert_eq!(api.status(&token).await, 401);
}

#[actix_web::test]
async fn no_token_outlives_what_is_remembered_of_its_subject() {
    let issuer = issuer("https://id.example");
    let api = api(&issuer);
    let token = issuer.token("alice", "one", NOW).mint();
    let revocations = api.auth.revocations().unwrap();
    revocations
        .revoke_subject(issuer.1, "alice", second(NOW + 1))
        .await
        .unwrap();
    let of_bob = issuer.token("bob", "two", NOW).mint();
    for _ in 0..31 {
        api.clock.advance(DAY);
        assert_eq!(api.status(&token).await, 401);
        assert_eq!(api.status(&of_bob).await, 200);
    }
    api.clock.advance(Duration::from_secs(1));
    assert_eq!(api.status(&of_bob).await, 401);
    api.clock.advance(DAY);
    assert_eq!(api.status(&token).await, 401);
}

#[actix_web::test]
async fn a_token_that_cannot_be_revoked_is_refused() {
    let issuer = issuer("https://id.example");
    let api = api(&issuer);
    let good = || issuer.token("alice", "one", NOW);
    assert_eq!(api.status(&good().mint()).await, 200);
    for (name, token) in [
        ("no jti", good().without("jti")),
        ("an empty jti", good().claim("jti", "")),
        ("a jti that is none", good().claim("jti", 7)),
        ("no iat", good().without("iat")),
        ("an iat that is none", good().claim("iat", "today")),
    ] {
        assert_eq!(api.status(&token.mint()).await, 401, "{name}");
    }
}

#[require_auth(scheme = "Bearer")]
#[get("/log-out")]
async fn log_out(who: Identity, request: HttpRequest) -> Result<HttpResponse> {
    let revocations = request.app_data::<Auth>().and_then(Auth::revocations);
    let revocations = revocations.ok_or_else(|| ErrorServiceUnavailable("not revocable"))?;
    revocations
        .revoke(&who)
        .await
        .map_err(ErrorServiceUnavailable)?;
    Ok(HttpResponse::NoContent().finish())
}

#[actix_web::test]
async fn a_caller_logs_out_by_revoking_its_own_token() {
    let issuer = issuer("https://id.example");
    let api = api(&issuer);
    let app = App::new().app_data(api.auth.clone()).service((me, log_out));
    let app = init_service(app).await;
    let token = issuer.token("alice", "one", NOW).mint();
    let other = issuer.token("alice", "two", NOW).mint();
    for (path, token, status) in [
        ("/me", &token, 200),
        ("/log-out", &token, 204),
        ("/me", &token, 401),
        ("/log-out", &token, 401),
        ("/me", &other, 200),
    ] {
        assert_eq!(answer_of(&app, path, token).await.0, status, "{path}");
    }
}

#[actix_web::test]
async fn with_the_store_down_nobody_comes_in_and_nothing_counts_as_revoked() {
    let issuer = issuer("https://id.example");
    for later in [false, true] {
        let api = Api::new(|auth| auth.bearer(issuer.jwt()).revocable().store(Down { later }));
        let token = issuer.token("alice", "one", NOW).mint();
        assert_eq!(
            api.answer(&token).await,
            (503, String::new()),
            "later: {later}"
        );
        let revocations = api.auth.revocations().unwrap();
        let until = second(NOW + 60);
        assert!(
            revocations
                .revoke_token(issuer.1, "one", until)
                .await
                .is_err()
        );
        assert!(
            revocations
                .revoke_subject(issuer.1, "alice", until)
                .await
                .is_err()
        );
    }
}

#[actix_web::test]
async fn a_full_store_says_that_nothing_was_revoked() {
    let issuer = issuer("https://id.example");
    let store = MemoryStore::with_room_for(1);
    let api = Api::new(|auth| auth.bearer(issuer.jwt()).revocable().store(store));
    let revocations = api.auth.revocations().unwrap();
    let until = SystemTime::now() + DAY;
    assert!(
        revocations
            .revoke_token(issuer.1, "one", until)
            .await
            .is_ok()
    );
    assert!(
        revocations
            .revoke_token(issuer.1, "two", until)
            .await
            .is_err()
    );
    assert_eq!(
        api.status(&issuer.token("alice", "one", NOW).mint()).await,
        401
    );
}

/// Answers later, as a store of several machines does.
struct Slow(MemoryStore);

impl Store for Slow {
    fn get(&self, key: &str) -> StoreAnswer<Option<Vec<u8>>> {
        later(self.0.get(key))
    }

    fn put(&self, key: &str, value: &[u8], keep: Duration) -> StoreAnswer<()> {
        assert!(key.starts_with("revoked:") && key.len() <= 128, "{key}");
        later(self.0.put(key, value, keep))
    }

    fn raise(&self, key: &str, number: u64, keep: Duration) -> StoreAnswer<u64> {
        assert!(key.starts_with("revoked:") && key.len() <= 128, "{key}");
        later(self.0.raise(key, number, keep))
    }

    fn claim(&self, key: &str, keep: Duration) -> StoreAnswer<bool> {
        later(self.0.claim(key, keep))
    }

    fn count(&self, key: &str, add: u32, keep: Duration) -> StoreAnswer<auth_runtime::Count> {
        later(self.0.count(key, add, keep))
    }
}

fn later<T: 'static>(answer: StoreAnswer<T>) -> StoreAnswer<T> {
    StoreAnswer::later(async move {
        actix_web::rt::task::yield_now().await;
        answer.wait().await
    })
}

#[actix_web::test]
async fn a_store_that_answers_later_is_waited_for() {
    let issuer = issuer("https://id.example");
    let store = Slow(MemoryStore::new());
    let api = Api::new(|auth| auth.bearer(issuer.jwt()).revocable().store(store));
    let revocations = api.auth.revocations().unwrap();
    let until = SystemTime::now() + DAY;
    let status = |subject, jti| {
        let token = issuer.token(subject, jti, NOW).mint();
        async { api.status(&{ token }).await }
    };
    assert_eq!(status("alice", "one").await, 200);
    revocations
        .revoke_token(issuer.1, "one", until)
        .await
        .unwrap();
    revocations
        .revoke_subject(issuer.1, "bob", second(NOW + 1))
        .await
        .unwrap();
    assert_eq!(status("alice", "one").await, 401);
    assert_eq!(status("bob", "two").await, 401);
    assert_eq!(status("alice", "two").await, 200);
}

/// A list of an application's own.
#[derive(Clone, Default)]
struct Departed(Arc<Mutex<HashSet<String>>>);

impl RevocationList for Departed {
    fn is_revoked(&self, token: &RevocableToken<'_>) -> StoreAnswer<bool> {
        assert_eq!(token.issuer(), "https://id.example");
        assert_eq!(token.id(), "one");
        assert_eq!(token.issued_at(), second(NOW));
        match token.subject() {
            "unknown" => StoreAnswer::now(Err(StoreError::new("no such subject"))),
            subject => StoreAnswer::now(Ok(self.0.lock().unwrap().contains(subject))),
        }
    }
}

#[actix_web::test]
async fn an_application_may_have_a_list_of_its_own() {
    let issuer = issuer("https://id.example");
    let departed = Departed::default();
    let list = departed.clone();
    let api = Api::new(|auth| auth.bearer(issuer.jwt()).revocation_list(list));
    assert!(api.auth.revocations().is_none());
    let token = issuer.token("alice", "one", NOW).mint();
    assert_eq!(api.status(&token).await, 200);
    departed.0.lock().unwrap().insert("alice".into());
    assert_eq!(api.status(&token).await, 401);
    let unknown = issuer.token("unknown", "one", NOW).mint();
    assert_eq!(api.status(&unknown).await, 503);
}

/// Tokens that an application looks up itself.
struct Lookup;

impl Authenticator for Lookup {
    fn authenticate(&self, token: BearerToken<'_>) -> Verification {
        let token = token.as_str().to_owned();
        Verification::later(async move {
            match &token[..] {
                "named" => {
                    Ok(Identity::new("alice")
                        .with_claims(format!(r#"{{"jti":"one","iat":{NOW}}}"#)))
                }
                "nameless" => Ok(Identity::new("alice")),
                _ => Err(AuthenticationError::rejected("unknown")),
            }
        })
    }
}

#[actix_web::test]
async fn tokens_of_any_authenticator_are_revocable() {
    let api = Api::new(|auth| auth.bearer_with(Lookup).revocable());
    let revocations = api.auth.revocations().unwrap();
    assert_eq!(api.status("named").await, 200);
    assert_eq!(api.status("nameless").await, 401);
    assert_eq!(api.status("other").await, 401);
    revocations
        .revoke_token("", "one", second(NOW + 60))
        .await
        .unwrap();
    assert_eq!(api.status("named").await, 401);
}

#[actix_web::test]
async fn without_revocation_there_is_nothing_to_revoke_with() {
    let issuer = issuer("https://id.example");
    let api = Api::new(|auth| auth.bearer(issuer.jwt()));
    assert!(api.auth.revocations().is_none());
    let token = issuer.token("alice", "one", NOW).without("jti");
    assert_eq!(api.status(&token.mint()).await, 200);
}
