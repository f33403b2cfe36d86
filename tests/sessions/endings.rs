//! How a login ends: by itself, by logging out, by another login.

use std::time::Duration;

use actix_session::storage::CookieSessionStore;
use actix_web::http::Method;
use auth_runtime::Identity;
use futures_util::FutureExt;

use crate::app::{Ask, TestApp, ask, get, post};
use crate::login_page::seen;
use crate::notes::with_notes;
use crate::site::{Browser, NOW, builder, own_login, plain, serve, sessions, with_login_page};
use crate::stores::MemoryStore;

#[actix_web::test]
async fn a_login_ends_when_nobody_comes() {
    let (app, clock) = plain().await;
    let mut browser = Browser::logged_in(&app, "alice").await;
    clock.advance(Duration::from_secs(30 * 60 - 1));
    let earlier = browser.clone();
    assert_eq!(browser.send(get("/me"), &app).await.status, 200);
    // That request renewed it; the cookie of before ends at its own time.
    clock.advance(Duration::from_secs(1));
    assert_eq!(earlier.clone().send(get("/me"), &app).await.status, 401);
    assert_eq!(
        earlier.clone().send(get("/home"), &app).await.text(),
        "nobody"
    );
    assert_eq!(browser.send(get("/me"), &app).await.status, 200);
    clock.advance(Duration::from_secs(30 * 60));
    let answer = browser.send(get("/me"), &app).await;
    assert_eq!(
        (answer.status.as_u16(), answer.challenge()),
        (401, r#"Session realm="api""#)
    );
}

#[actix_web::test]
async fn a_login_ends_after_its_lifetime_however_busy() {
    let (app, clock) = plain().await;
    let mut browser = Browser::logged_in(&app, "alice").await;
    for _ in 0..8 * 3 - 1 {
        clock.advance(Duration::from_secs(20 * 60));
        assert_eq!(browser.send(get("/me"), &app).await.status, 200);
    }
    clock.advance(Duration::from_secs(20 * 60));
    assert_eq!(browser.send(get("/me"), &app).await.status, 401);
}

#[actix_web::test]
async fn an_identity_that_ends_ends_its_session() {
    let sessions = sessions();
    let (builder, clock) = builder(sessions);
    let app = own_login(builder.build().unwrap(), || {
        let end = Duration::from_secs(NOW + 60);
        Identity::new("alice").with_expiry(std::time::SystemTime::UNIX_EPOCH + end)
    });
    let app = app.await;
    let mut browser = Browser::default();
    browser.send(get("/own-login"), &app).await;
    assert_eq!(browser.send(get("/me"), &app).await.status, 200);
    clock.advance(Duration::from_secs(60));
    assert_eq!(browser.send(get("/me"), &app).await.status, 401);
}

/// A clock that was wrong for a while must not make logins that never end.
#[actix_web::test]
async fn a_login_of_the_far_future_has_ended() {
    for (seconds, status) in [(60, 200), (61, 401), (60 * 60 * 24 * 365, 401)] {
        let (builder, clock) = builder(sessions());
        let app = serve(builder).await;
        clock.advance(Duration::from_secs(seconds));
        let mut browser = Browser::logged_in(&app, "alice").await;
        let (again, _) = crate::site::builder(sessions());
        let app = serve(again).await;
        assert_eq!(
            browser.send(get("/me"), &app).await.status,
            status,
            "{seconds}"
        );
    }
}

/// An identity that authenticated before 1970 did not do so just now.
#[actix_web::test]
async fn a_login_from_before_1970_is_old() {
    let (builder, _) = builder(sessions());
    let app = own_login(builder.build().unwrap(), || {
        let then = std::time::SystemTime::UNIX_EPOCH - Duration::from_secs(5);
        Identity::new("alice").with_authentication_time(then)
    });
    let app = app.await;
    let mut browser = Browser::default();
    browser.send(get("/own-login"), &app).await;
    assert_eq!(browser.send(get("/me"), &app).await.status, 200);
    assert_eq!(browser.send(get("/fresh"), &app).await.status, 401);
}

/// With the cookie store, which cannot forget: the copy is as good as it was, but for the note.
#[actix_web::test]
async fn a_copy_of_the_cookie_is_worth_nothing_after_logging_out() {
    let (app, clock) = plain().await;
    let mut browser = Browser::logged_in(&app, "alice").await;
    let copy = browser.clone();
    let mut other = Browser::logged_in(&app, "alice").await;
    assert_eq!(browser.send(post("/logout"), &app).await.text(), "bye");
    for minutes in [0, 10, 19] {
        clock.advance(Duration::from_secs(minutes * 60));
        let answer = copy.clone().send(get("/me"), &app).await;
        assert_eq!(answer.status, 401, "{minutes}");
        assert_eq!(answer.json()["error"], "unauthorized");
        // The same user elsewhere stays.
        assert_eq!(other.send(get("/me"), &app).await.text(), "alice");
    }
    clock.advance(Duration::from_secs(60));
    assert_eq!(copy.clone().send(get("/me"), &app).await.status, 401);
}

const PAGE: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/// An app on which Alice has logged out, and a copy of her cookie.
async fn logged_out() -> (TestApp, Browser) {
    let (app, _) = with_login_page().await;
    let mut browser = Browser::logged_in(&app, "alice admin").await;
    let copy = browser.clone();
    assert_eq!(browser.send(post("/logout"), &app).await.text(), "bye");
    (app, copy)
}

#[actix_web::test]
async fn who_logged_out_has_no_session_and_may_log_in() {
    let (app, copy) = logged_out().await;
    let send = async |request: Ask| {
        let mut copy = copy.clone();
        let answer = copy.send(request, &app).await;
        assert_eq!(
            copy.cookies.len(),
            0,
            "the cookie is taken back: {answer:?}"
        );
        answer
    };
    assert_eq!(send(get("/home")).await.text(), "nobody");
    assert_eq!(send(get("/me").header("accept", PAGE)).await.status, 303);
    let answer = send(get("/me")).await;
    assert_eq!(
        (answer.status.as_u16(), answer.challenge()),
        (401, r#"Session realm="api""#)
    );
    assert_eq!(answer.json()["error"], "unauthorized");
    let mut copy = copy;
    assert_eq!(
        copy.send(post("/login").body("bob"), &app).await.text(),
        "welcome"
    );
    assert_eq!(copy.send(get("/me"), &app).await.text(), "bob");
}

/// It is nothing that a page elsewhere could make use of.
#[actix_web::test]
async fn a_login_that_was_ended_needs_no_defence() {
    let (app, copy) = logged_out().await;
    let request = copy.with_cookies(post("/orders"));
    let answer = request
        .header("sec-fetch-site", "cross-site")
        .send(&app)
        .await;
    assert_eq!(answer.status, 401);
}

/// A cookie is taken back with the time of now, by the clock of the system.
fn without_time(seen: &str) -> String {
    let (before, rest) = seen.split_once("Expires=").expect("a cookie is taken back");
    let (_, after) = rest.split_once("GMT").expect("a time");
    format!("{before}{after}")
}

#[actix_web::test]
async fn a_hidden_path_and_a_miss_take_it_for_nothing_alike() {
    for (app, _) in [plain().await, with_login_page().await] {
        let mut browser = Browser::logged_in(&app, "alice admin").await;
        let copy = browser.clone();
        browser.send(post("/logout"), &app).await;
        for method in [Method::GET, Method::POST] {
            for accept in [PAGE, "*/*"] {
                let answer = async |path: &str| {
                    let request = ask(method.clone(), path).header("accept", accept);
                    let answer = copy.with_cookies(request).send(&app).await;
                    without_time(&seen(&answer, path))
                };
                let form = if method == Method::GET {
                    "/hidden"
                } else {
                    "/hidden-form"
                };
                assert_eq!(answer(form).await, answer("/missing").await);
            }
        }
    }
}

/// Whose cookie is from yesterday guesses nothing.
#[cfg(feature = "throttle")]
#[actix_web::test]
async fn coming_with_a_login_that_was_ended_is_no_failure() {
    let (builder, _) = builder(sessions());
    let limits = auth_runtime::Throttle::new().per_client(2, Duration::from_secs(60));
    let app = serve(builder.throttle(limits)).await;
    let mut browser = Browser::logged_in(&app, "alice").await;
    let copy = browser.clone();
    browser.send(post("/logout"), &app).await;
    for _ in 0..4 {
        assert_eq!(copy.clone().send(get("/me"), &app).await.status, 401);
    }
}

/// A request is under way, due to write the session, while another one ends the login.
async fn answered_late(app: &TestApp, end: Ask) -> Browser {
    let mut browser = Browser::default();
    let mut late = browser.clone();
    let login = post("/login").body("alice");
    browser.send(login, app).await;
    late.cookies.clone_from(&browser.cookies);
    let mut answer = Box::pin(late.send(get("/slow"), app));
    assert!(answer.as_mut().now_or_never().is_none());
    browser.send(end, app).await;
    assert_eq!(answer.await.text(), "alice");
    assert_eq!(late.cookies.len(), 1);
    late
}

#[actix_web::test]
async fn a_late_answer_brings_back_no_login() {
    for end in [
        post("/logout"),
        post("/login").body("bob"),
        post("/login").body("alice"),
    ] {
        let (app, _) = plain().await;
        let mut late = answered_late(&app, end).await;
        assert_eq!(late.clone().send(get("/home"), &app).await.text(), "nobody");
        assert_eq!(late.send(get("/me"), &app).await.status, 401);
    }
}

#[actix_web::test]
async fn what_a_session_held_of_somebody_else_is_gone() {
    let app = with_notes(MemoryStore::default()).await;
    let mut browser = Browser::logged_in(&app, "alice").await;
    browser.send(get("/note/private"), &app).await;
    browser.send(post("/login").body("alice"), &app).await;
    assert_eq!(
        browser.send(get("/notes/me"), &app).await.text(),
        "alice private"
    );
    browser.send(post("/login").body("bob"), &app).await;
    assert_eq!(browser.send(get("/notes/me"), &app).await.text(), "bob ");
}

/// Each issuer names its users as it likes.
#[actix_web::test]
async fn the_same_name_at_another_issuer_is_somebody_else() {
    let app = with_notes(CookieSessionStore::default()).await;
    let mut browser = Browser::logged_in(&app, "https://a.example#1").await;
    browser.send(get("/note/private"), &app).await;
    browser
        .send(post("/login").body("https://a.example#1"), &app)
        .await;
    assert_eq!(
        browser.send(get("/notes/me"), &app).await.text(),
        "1 private"
    );
    for other in ["https://b.example#1", "1", "https://a.example#1"] {
        browser.send(post("/login").body(other), &app).await;
        assert_eq!(
            browser.send(get("/notes/me"), &app).await.text(),
            "1 ",
            "{other}"
        );
        browser.send(get("/note/private"), &app).await;
    }
}

/// Nobody can tell whose it was.
#[actix_web::test]
async fn what_stands_beside_a_login_that_cannot_be_read_is_gone() {
    let store = MemoryStore::default();
    let app = with_notes(store.clone()).await;
    let mut browser = Browser::logged_in(&app, "alice").await;
    browser.send(get("/note/private"), &app).await;
    for state in store.0.borrow_mut().values_mut() {
        state.insert("auth_runtime.login.api".into(), "{}".into());
    }
    browser.send(post("/login").body("bob"), &app).await;
    assert_eq!(browser.send(get("/notes/me"), &app).await.text(), "bob ");
}

/// What a copy of the cookie holds of the user is nobody's, and not the next user's.
#[actix_web::test]
async fn what_a_login_that_was_ended_held_is_gone_with_it() {
    let app = with_notes(CookieSessionStore::default()).await;
    let mut browser = Browser::logged_in(&app, "alice").await;
    browser.send(get("/note/private"), &app).await;
    let mut copy = browser.clone();
    browser.send(post("/logout"), &app).await;
    assert_eq!(copy.clone().send(get("/note/mine"), &app).await.text(), "");
    copy.send(post("/login").body("bob"), &app).await;
    assert_eq!(copy.send(get("/notes/me"), &app).await.text(), "bob ");
}

#[actix_web::test]
async fn a_login_over_another_ends_it_for_every_copy() {
    for next in ["bob", "alice", "alice admin"] {
        let (app, _) = plain().await;
        let mut browser = Browser::logged_in(&app, "alice").await;
        let copy = browser.clone();
        browser.send(post("/login").body(next), &app).await;
        assert_eq!(
            copy.clone().send(get("/me"), &app).await.status,
            401,
            "{next}"
        );
        assert_eq!(browser.send(get("/me"), &app).await.status, 200, "{next}");
    }
}
