//! Digest without a network: what a proof is good for, and what not.

use std::time::Duration;

use actix_web::{App, get, post};
use auth_runtime::digest::{Digest, Users};
use auth_runtime::testing::TestClock;
use auth_runtime::{Auth, AuthenticationInfo, Identity, require_auth, require_role};

use crate::answering::{Answering, Challenge};
use crate::app::{Answer, TestApp, ask, get, start};

#[require_auth(scheme = "Digest")]
#[get("/me")]
async fn me(who: Identity) -> String {
    who.subject().to_owned()
}

#[post("/me")]
#[require_auth(scheme = "Digest")]
async fn change_me() -> &'static str {
    "changed"
}

#[require_auth(scheme = "Digest")]
#[require_role("admin", hide = true)]
#[get("/hidden")]
async fn hidden() -> &'static str {
    "in"
}

fn users() -> Users {
    Users::new("office")
        .with_password("ada", "correct horse", Identity::new("ada"))
        .with_password("Zo\u{eb}", "caf\u{e9}", Identity::new("zoe"))
}

fn auth(digest: Digest, clock: &TestClock) -> Auth {
    let builder = Auth::builder().realm("office").digest(digest);
    let builder = builder.clock(clock.clone());
    builder.only_modules([module_path!()]).build().unwrap()
}

async fn app_of(auth: Auth) -> TestApp {
    let app = App::new().app_data(auth.clone()).wrap(AuthenticationInfo);
    let app = app.service((me, change_me, hidden));
    start(app.default_service(auth.not_found())).await
}

fn clock() -> TestClock {
    TestClock::at(1_800_000_000)
}

async fn app() -> TestApp {
    app_of(auth(Digest::new(users()), &clock())).await
}

async fn challenge(app: &TestApp) -> Challenge {
    Challenge::read(get("/me").send(app).await.challenge())
}

async fn right(app: &TestApp) -> Answering {
    challenge(app).await.answer("ada", "correct horse", "/me")
}

async fn send(app: &TestApp, field: &str) -> Answer {
    get("/me").authorization(field).send(app).await
}

#[track_caller]
fn assert_refused(answer: &Answer, stale: bool) {
    assert_eq!(answer.status, 401, "{}", answer.text());
    assert_eq!(answer.json()["error"], "invalid_credentials");
    for line in answer.challenges() {
        assert_eq!(line.ends_with(", stale=true"), stale, "{line}");
    }
}

#[actix_web::test]
async fn the_challenge_quotes_what_must_be_quoted() {
    let answer = get("/me").send(&app().await).await;
    let Challenge { nonce, .. } = Challenge::read(answer.challenge());
    let whole = format!(
        r#"Digest realm="office", qop="auth", algorithm=SHA-256, nonce="{nonce}", charset=UTF-8, userhash=true"#
    );
    assert_eq!(answer.challenge(), whole);
}

#[actix_web::test]
async fn md5_is_offered_after_sha_256_and_only_when_asked_for() {
    let digest = Digest::new(users()).also_md5().plain_names_only();
    let app = app_of(auth(digest, &clock())).await;
    let answer = get("/me").send(&app).await;
    let offers: Vec<Challenge> = answer
        .challenges()
        .into_iter()
        .map(Challenge::read)
        .collect();
    let algorithms: Vec<&str> = offers.iter().map(|it| it.algorithm.as_str()).collect();
    assert_eq!(algorithms, ["SHA-256", "MD5"]);
    assert!(
        answer
            .challenges()
            .iter()
            .all(|it| it.ends_with(", charset=UTF-8"))
    );
    for offer in offers {
        let answer = offer.answer("ada", "correct horse", "/me");
        assert_eq!(send(&app, &answer.field()).await.status, 200, "{answer:?}");
    }
}

#[actix_web::test]
async fn a_right_answer_is_let_in() {
    let app = app().await;
    for (user, password, subject) in [
        ("ada", "correct horse", "ada"),
        ("Zo\u{eb}", "caf\u{e9}", "zoe"),
    ] {
        let challenge = challenge(&app).await;
        let plain = challenge.answer(user, password, "/me");
        for answering in [plain.clone(), plain.hashed().nc("00000002")] {
            let answer = send(&app, &answering.field()).await;
            assert_eq!((answer.status.as_u16(), answer.text()), (200, subject));
        }
    }
}

#[actix_web::test]
async fn a_name_may_be_extended() {
    let app = app().await;
    let answering = challenge(&app).await.answer("Zo\u{eb}", "caf\u{e9}", "/me");
    let field = answering
        .field()
        .replace("username=\"Zo\u{eb}\"", "username*=UTF-8''Zo%C3%AB");
    assert_eq!(send(&app, &field).await.text(), "zoe");
}

#[actix_web::test]
async fn a_wrong_password_and_an_unknown_user_are_refused_alike() {
    let app = app().await;
    let challenge = challenge(&app).await;
    for (user, password) in [
        ("ada", "wrong"),
        ("ada", ""),
        ("Ada", "correct horse"),
        ("nobody", "correct horse"),
        ("", ""),
    ] {
        let answering = challenge.answer(user, password, "/me");
        assert_refused(&send(&app, &answering.field()).await, false);
        assert_refused(&send(&app, &answering.hashed().field()).await, false);
    }
    let long = challenge.answer(&"a".repeat(5000), "x", "/me");
    assert_refused(&send(&app, &long.field()).await, false);
    let no_hash = right(&app)
        .await
        .field()
        .replace("username=\"ada\"", "username=\"ada\", userhash=true");
    assert_refused(&send(&app, &no_hash).await, false);
}

#[actix_web::test]
async fn a_proof_is_good_once() {
    let app = app().await;
    let field = right(&app).await.field();
    assert_eq!(send(&app, &field).await.status, 200);
    for _ in 0..2 {
        assert_refused(&send(&app, &field).await, true);
    }
    // Not under another spelling of the count, and not with another nonce of the client's.
    let mut again = right(&app).await.nc("0000000a");
    assert_eq!(send(&app, &again.field()).await.status, 200);
    again.nc = "0000000A".into();
    assert_refused(&send(&app, &again.field()).await, true);
    again.cnonce = "b3RoZXI".into();
    assert_refused(&send(&app, &again.field()).await, true);
}

#[actix_web::test]
async fn counts_of_one_nonce_may_come_in_any_order() {
    let app = app().await;
    let answering = right(&app).await;
    for nc in ["00000003", "00000001", "ffffffff", "00000002"] {
        let field = answering.clone().nc(nc).field();
        assert_eq!(send(&app, &field).await.status, 200, "{nc}");
        assert_refused(&send(&app, &field).await, true);
    }
}

#[actix_web::test]
async fn a_wrong_answer_uses_no_count_up() {
    let app = app().await;
    let challenge = challenge(&app).await;
    let wrong = challenge.answer("ada", "wrong", "/me");
    assert_refused(&send(&app, &wrong.field()).await, false);
    let right = challenge.answer("ada", "correct horse", "/me");
    assert_eq!(send(&app, &right.field()).await.status, 200);
}

#[actix_web::test]
async fn an_old_nonce_is_stale_for_those_who_know_the_password() {
    let as_it_comes = Digest::new(users());
    let shorter = Digest::new(users()).nonce_lifetime(Duration::from_secs(60));
    for (digest, lifetime) in [(as_it_comes, 120), (shorter, 60)] {
        let clock = clock();
        let app = app_of(auth(digest, &clock)).await;
        assert_ends_after(lifetime, &app, &clock).await;
    }
}

async fn assert_ends_after(lifetime: u64, app: &TestApp, clock: &TestClock) {
    let challenge = challenge(app).await;
    let right = challenge.answer("ada", "correct horse", "/me");
    clock.advance(Duration::from_secs(lifetime - 1));
    assert_eq!(send(app, &right.field()).await.status, 200);
    clock.advance(Duration::from_secs(1));
    let answer = send(app, &right.clone().nc("00000002").field()).await;
    assert_refused(&answer, true);
    // Also for a proof that was used before, long after its count is forgotten.
    clock.advance(Duration::from_secs(3600));
    assert_refused(&send(app, &right.field()).await, true);
    let wrong = challenge.answer("ada", "wrong", "/me");
    assert_refused(&send(app, &wrong.field()).await, false);
    let fresh = Challenge::read(answer.challenge()).answer("ada", "correct horse", "/me");
    assert_refused(&send(app, &fresh.field()).await, true);
}

#[actix_web::test]
async fn a_proof_is_for_one_request() {
    let app = app().await;
    // Whose URI is another: 400.
    for uri in [
        "/",
        "/hidden",
        "/me?a=b",
        "/me/",
        "/ME",
        "/%6de",
        "http://example.com/me",
        "",
    ] {
        let mut answering = right(&app).await;
        uri.clone_into(&mut answering.uri);
        let answer = send(&app, &answering.field()).await;
        assert_eq!(answer.status, 400, "{uri}");
        assert_eq!(answer.json()["error"], "invalid_request");
    }
    let mut whole = right(&app).await;
    whole.uri = "http://example.org/me".into();
    let request = get("/me").header("host", "example.org");
    assert_eq!(request.authorization(whole.field()).status(&app).await, 200);
    // Whose method is another: the proof is wrong.
    let field = right(&app).await.field();
    let answer = ask(actix_web::http::Method::POST, "/me").authorization(&field);
    assert_refused(&answer.send(&app).await, false);
    assert_eq!(send(&app, &field).await.status, 200);
}

#[actix_web::test]
async fn nothing_of_the_challenge_can_be_exchanged() {
    let digest = Digest::new(users()).also_md5();
    let app = app_of(auth(digest, &clock())).await;
    let answer = get("/me").send(&app).await;
    let [sha, md5] = &answer.challenges()[..] else {
        panic!("two challenges");
    };
    let (sha, md5) = (Challenge::read(sha), Challenge::read(md5));
    let with = |nonce: &str, algorithm: &str, realm: &str| Challenge {
        nonce: nonce.into(),
        algorithm: algorithm.into(),
        realm: realm.into(),
    };
    // Each is the right proof of the password; the nonce was made for another challenge, or by
    // somebody else, or by nobody. The client is told to take a new one.
    for challenge in [
        with(&sha.nonce, "MD5", "office"),
        with(&md5.nonce, "SHA-256", "office"),
        with("", "SHA-256", "office"),
        with(&"A".repeat(sha.nonce.len()), "SHA-256", "office"),
        Challenge::read(get("/me").send(&self::app().await).await.challenge()),
    ] {
        let answering = challenge.answer("ada", "correct horse", "/me");
        assert_refused(&send(&app, &answering.field()).await, true);
        let answering = challenge.answer("ada", "wrong", "/me");
        assert_refused(&send(&app, &answering.field()).await, false);
    }
    // A proof that is right, under the name of another realm.
    let answering = sha.answer("ada", "correct horse", "/me").field();
    let answer = send(&app, &answering.replace("\"office\"", "\"attic\"")).await;
    assert_refused(&answer, false);
    // Without an algorithm it is MD5, so it goes with the nonce of that challenge alone.
    let answering = md5.answer("ada", "correct horse", "/me").field();
    let answer = send(&app, &answering.replace(" algorithm=MD5,", "")).await;
    assert_eq!(answer.status, 200);
}

#[actix_web::test]
async fn what_was_not_offered_is_refused() {
    let app = app().await;
    let mut answering = right(&app).await;
    answering.challenge.algorithm = "MD5".into();
    assert_refused(&send(&app, &answering.field()).await, false);
    let unnamed = answering.field().replace(" algorithm=MD5,", "");
    assert_refused(&send(&app, &unnamed).await, false);
    let field = right(&app).await.field();
    for other in ["SHA-512-256", "SHA-256-sess", "MD5-sess", "sha1"] {
        let field = field.replace("SHA-256", other);
        assert_refused(&send(&app, &field).await, false);
    }
    let digest = Digest::new(users()).plain_names_only();
    let app = app_of(auth(digest, &clock())).await;
    assert_refused(
        &send(&app, &right(&app).await.hashed().field()).await,
        false,
    );
}

#[actix_web::test]
async fn what_is_no_digest_credential_is_a_bad_request() {
    let app = app().await;
    let field = right(&app).await.field();
    let hashed = right(&app).await.hashed().field();
    for (old, new) in [
        (&*field, "Digest"),
        (&field, "Digest "),
        (&field, "Digest YWRhOng="),
        (", qop=auth", ""), // as RFC 2069 had it
        ("qop=auth", "qop=auth-int"),
        (", nc=00000001", ""),
        ("nc=00000001", "nc=1"),
        ("nc=00000001", "nc=\"0000000z\""),
        (", cnonce=\"MTIzNDU2Nzg\"", ""),
        ("realm=\"office\", ", ""),
        ("realm=\"office\"", "realm=\"office\", realm=\"office\""),
        ("username=\"ada\"", "username=\"ada\", Username=\"eve\""),
        ("username=\"ada\"", "username=\"ada\", username*=UTF-8''ada"),
        ("username=\"ada\"", "username*=UTF-8''ada, userhash=true"),
        ("username=\"ada\"", "username*=ISO-8859-1''ada"),
        ("username=\"ada\"", "username=\"a\tda\""),
        ("username=\"ada\", ", ""),
        ("username=\"ada\"", "username=\"ada"),
        ("username=\"ada\"", "username=\"ada\" "),
    ] {
        let changed = field.replacen(old, new, 1);
        assert_ne!(changed, field, "{old}");
        if new == "username=\"ada\" " {
            // Spaces before a comma are allowed.
            assert_eq!(send(&app, &changed).await.status, 200);
            continue;
        }
        let answer = send(&app, &changed).await;
        assert_eq!(answer.status, 400, "{changed}");
        assert_eq!(answer.json()["error"], "invalid_request");
        assert!(!answer.challenge().contains("stale"));
    }
    let both = hashed.replace("userhash=true", "userhash=true, username*=UTF-8''ada");
    assert_eq!(send(&app, &both).await.status, 400);
    let twice = [field.clone(), field];
    let answer = get("/me").authorizations(&twice).send(&app).await;
    assert_eq!(answer.status, 400);
}

#[actix_web::test]
async fn the_server_proves_that_it_knows_the_password() {
    let clock = clock();
    let app = app_of(auth(Digest::new(users()), &clock)).await;
    let mut answering = right(&app).await;
    answering.cnonce = r#"a\\b\"c"#.into();
    // Over what the quoted-string says, as the client's own hash.
    let mut meant = answering.clone();
    meant.cnonce = r#"a\b"c"#.into();
    let field = answering.field();
    let (start, _) = field.split_once("response=").unwrap();
    let (_, response) = meant
        .field()
        .rsplit_once("response=")
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .unwrap();
    let answer = send(&app, &format!("{start}response={response}")).await;
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.lines("authentication-info"),
        [format!(
            r#"rspauth="{}", cnonce="a\\b\"c", nc=00000001, qop=auth"#,
            meant.servers_proof()
        )]
    );
    // Nobody else is shown anything.
    for refused in [get("/me"), get("/me").authorization(&field)] {
        assert!(
            refused
                .send(&app)
                .await
                .lines("authentication-info")
                .is_empty()
        );
    }
}

#[actix_web::test]
async fn the_next_nonce_is_told_when_this_one_is_about_to_end() {
    let clock = clock();
    let digest = Digest::new(users()).nonce_lifetime(Duration::from_secs(100));
    let app = app_of(auth(digest, &clock)).await;
    let answering = right(&app).await;
    clock.advance(Duration::from_secs(74));
    let answer = send(&app, &answering.field()).await;
    assert!(!answer.lines("authentication-info")[0].contains("nextnonce"));
    clock.advance(Duration::from_secs(1));
    let answer = send(&app, &answering.clone().nc("00000002").field()).await;
    let info = answer.lines("authentication-info")[0];
    let (_, next) = info.split_once(", nextnonce=\"").expect(info);
    let mut next_one = answering.nc("00000001");
    next_one.challenge.nonce = next.trim_end_matches('"').into();
    clock.advance(Duration::from_secs(99));
    assert_eq!(send(&app, &next_one.field()).await.status, 200);
}

#[actix_web::test]
async fn a_hidden_refusal_looks_like_a_miss() {
    let app = app().await;
    let mut seen = Vec::new();
    for path in ["/hidden", "/missing"] {
        let mut answering = right(&app).await;
        answering.uri = path.into();
        let answer = get(path).authorization(answering.field()).send(&app).await;
        assert_eq!(answer.status, 404);
        let info = answer.lines("authentication-info");
        assert_eq!(info.len(), 1, "{path}");
        seen.push((answer.headers.len(), answer.json()));
        let anonymous = get(path).send(&app).await;
        assert_eq!(anonymous.status, 401);
        assert_eq!(Challenge::read(anonymous.challenge()).realm, "office");
    }
    assert_eq!(seen[0], seen[1]);
}

#[actix_web::test]
async fn machines_with_one_secret_know_each_others_nonces() {
    let clock = clock();
    let digest = |secret: [u8; 32]| Digest::new(users()).secret(secret);
    let one = app_of(auth(digest([1; 32]), &clock)).await;
    let same = app_of(auth(digest([1; 32]), &clock)).await;
    let other = app_of(auth(digest([2; 32]), &clock)).await;
    let field = right(&one).await.field();
    assert_refused(&send(&other, &field).await, true);
    assert_eq!(send(&same, &field).await.status, 200);
}

/// The other machine's clock is right by a minute, or the nonce would live on for as long as that
/// clock was ahead.
#[actix_web::test]
async fn a_nonce_of_the_future_is_stale() {
    let here = TestClock::at(1_800_000_000);
    let digest = || Digest::new(users()).secret([1; 32]);
    let app = app_of(auth(digest(), &here)).await;
    for (ahead, status) in [(60, 200), (61, 401), (3600, 401)] {
        let there = TestClock::at(1_800_000_000 + ahead);
        let field = right(&app_of(auth(digest(), &there)).await).await.field();
        let answer = send(&app, &field).await;
        assert_eq!(answer.status, status, "{ahead} s ahead");
        if status == 401 {
            assert_refused(&answer, true);
        }
    }
}

#[test]
fn what_cannot_work_does_not_start() {
    for (digest, part) in [
        (Digest::new(users()).secret([1; 31]), "has 31 bytes"),
        (
            Digest::new(users()).nonce_lifetime(Duration::ZERO),
            "less than a second",
        ),
        (Digest::new(Users::new("home")), "of the realm \"home\""),
    ] {
        let builder = Auth::builder().realm("office").digest(digest);
        let error = builder.only_modules([module_path!()]).build().unwrap_err();
        assert!(error.to_string().contains(part), "{error}");
    }
}
