//! Several realms in one session.

use std::sync::Arc;
use std::time::Duration;

use actix_session::storage::CookieSessionStore;
use actix_web::cookie::Key;
use actix_web::{App, web};
use auth_runtime::MemoryStore;
use auth_runtime::session::{SessionCookie, Sessions};
use auth_runtime::testing::TestClock;

use crate::app::{TestApp, get, post, start};
use crate::site::{Browser, builder, handlers, sessions};

/// The site, and its like for the staff, whose logins last longer.
async fn with_staff() -> (TestApp, TestClock) {
    let (auth, clock) = builder(sessions());
    let store = Arc::new(MemoryStore::new().clock(clock.clone()));
    let auth = auth.store(store.clone()).build().unwrap();
    let hour = Duration::from_secs(60 * 60);
    let (staff, _) = builder(Sessions::new().idle(4 * hour).lifetime(8 * hour));
    let staff = staff.realm("staff").clock(clock.clone()).store(store);
    let staff = staff.build().unwrap();
    let cookie = SessionCookie::new(CookieSessionStore::default(), Key::from(&[7; 64]));
    let app = App::new().wrap(cookie.build()).app_data(auth.clone());
    let scope = web::scope("/staff").app_data(staff.clone());
    let scope = scope.configure(handlers).default_service(staff.not_found());
    let app = app.service(scope).configure(handlers);
    let app = start(app.default_service(auth.not_found())).await;
    (app, clock)
}

#[actix_web::test]
async fn a_login_counts_in_its_realm_only() {
    let (app, _) = with_staff().await;
    let mut browser = Browser::logged_in(&app, "alice").await;
    assert_eq!(browser.send(get("/me"), &app).await.status, 200);
    let answer = browser.send(get("/staff/me"), &app).await;
    assert_eq!(answer.challenge(), r#"Session realm="staff""#);
    browser.send(post("/staff/login").body("bob"), &app).await;
    assert_eq!(browser.send(get("/me"), &app).await.text(), "alice");
    assert_eq!(browser.send(get("/staff/me"), &app).await.text(), "bob");
}

/// The cookie is gone, so what a copy of it holds has to be worth nothing, in each of the realms.
#[actix_web::test]
async fn logging_out_of_one_realm_ends_the_logins_of_all() {
    for path in ["/logout", "/staff/logout"] {
        let (app, clock) = with_staff().await;
        let mut browser = Browser::logged_in(&app, "alice").await;
        browser.send(post("/staff/login").body("root"), &app).await;
        let copy = browser.clone();
        assert_eq!(browser.send(post(path), &app).await.text(), "bye");
        for path in ["/me", "/staff/me"] {
            assert_eq!(
                copy.clone().send(get(path), &app).await.status,
                401,
                "{path}"
            );
        }
        // For as long as it would have been good there.
        clock.advance(Duration::from_secs(4 * 60 * 60 - 1));
        assert_eq!(copy.clone().send(get("/staff/me"), &app).await.status, 401);
    }
}

/// The session is cleared of what was the other user's, logins elsewhere included.
#[actix_web::test]
async fn another_user_in_one_realm_ends_the_logins_of_all() {
    let (app, _) = with_staff().await;
    let mut browser = Browser::logged_in(&app, "alice").await;
    browser.send(post("/staff/login").body("root"), &app).await;
    let copy = browser.clone();
    browser.send(post("/login").body("bob"), &app).await;
    assert_eq!(browser.send(get("/me"), &app).await.text(), "bob");
    for mut browser in [browser, copy] {
        assert_eq!(browser.send(get("/staff/me"), &app).await.status, 401);
    }
}
