//! Sessions: log in, stay, end, and what is no session.

use std::time::Duration;

use actix_session::SessionMiddleware;
use actix_session::config::CookieContentSecurity;
use actix_session::storage::CookieSessionStore;
use actix_web::App;
use actix_web::cookie::Key;
use auth_runtime::session::SessionLayer;

use crate::app::{TestApp, get, post, start};
use crate::notes::with_notes;
use crate::site::{Browser, builder, handlers, plain, sessions};
use crate::stores::MemoryStore;

#[actix_web::test]
async fn whoever_logs_in_is_known_until_they_log_out() {
    let (app, _) = plain().await;
    let mut browser = Browser::logged_in(&app, "alice admin").await;
    for path in ["/me", "/home"] {
        assert_eq!(browser.send(get(path), &app).await.text(), "alice");
    }
    assert_eq!(browser.send(get("/admin"), &app).await.status, 200);
    assert_eq!(browser.send(post("/logout"), &app).await.text(), "bye");
    assert_eq!(browser.cookies.len(), 0);
    assert_eq!(browser.send(get("/me"), &app).await.status, 401);
    assert_eq!(browser.send(get("/home"), &app).await.text(), "nobody");
}

#[actix_web::test]
async fn the_cookie_is_as_safe_as_browsers_can_keep_it() {
    let (app, _) = plain().await;
    let request = post("/login")
        .body("alice")
        .header("sec-fetch-site", "same-origin");
    let answer = request.send(&app).await;
    let [cookie] = answer.lines("set-cookie")[..] else {
        panic!("one cookie: {answer:?}");
    };
    let mut parts: Vec<_> = cookie.split("; ").collect();
    let value = parts.remove(0);
    assert!(value.starts_with("__Host-session="), "{cookie}");
    assert!(!value.contains("alice"), "{cookie}");
    parts.sort_unstable();
    assert_eq!(parts, ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]);
}

#[actix_web::test]
async fn without_a_session_the_challenge_says_session() {
    let (app, _) = plain().await;
    let answer = get("/me").send(&app).await;
    assert_eq!(answer.status, 401);
    assert_eq!(answer.challenge(), r#"Session realm="api""#);
    assert_eq!(answer.lines("cache-control"), ["no-store"]);
    assert_eq!(answer.lines("vary"), ["Accept, X-API-Key, Cookie"]);
}

#[actix_web::test]
async fn a_session_lacking_a_role_or_scope_is_403_without_a_challenge() {
    let (app, _) = plain().await;
    let mut browser = Browser::logged_in(&app, "alice").await;
    for (path, error) in [("/admin", "forbidden"), ("/scoped", "insufficient_scope")] {
        let answer = browser.send(get(path), &app).await;
        assert_eq!(
            (answer.status.as_u16(), answer.challenges().len()),
            (403, 0)
        );
        assert_eq!(answer.json()["error"], error);
        assert_eq!(answer.lines("cache-control"), ["no-store"]);
    }
}

#[actix_web::test]
async fn a_session_is_written_anew_now_and_then_only() {
    let (app, clock) = plain().await;
    let mut browser = Browser::logged_in(&app, "alice").await;
    let answer = browser.send(get("/me"), &app).await;
    assert_eq!(answer.lines("set-cookie"), [""; 0]);
    clock.advance(Duration::from_secs(3 * 60));
    let answer = browser.send(get("/me"), &app).await;
    assert_eq!(answer.lines("set-cookie").len(), 1);
}

/// An attacker plants a session of their own in a browser, and waits for its user to log in.
#[actix_web::test]
async fn logging_in_gives_the_session_a_new_id() {
    let store = MemoryStore::default();
    let app = with_notes(store.clone()).await;
    let mut planted = Browser::default();
    planted.send(get("/note/planted"), &app).await;
    let attacker = planted.clone();
    let mut victim = planted;
    let login = victim.send(post("/login").body("alice"), &app).await;
    assert_eq!(login.status, 200);
    assert_ne!(victim.cookies, attacker.cookies);
    assert_eq!(
        victim.send(get("/notes/me"), &app).await.text(),
        "alice planted"
    );
    assert_eq!(attacker.clone().send(get("/me"), &app).await.status, 401);
    assert_eq!(store.0.borrow().len(), 1);
}

#[actix_web::test]
async fn logging_out_and_renewing_end_the_earlier_id() {
    let store = MemoryStore::default();
    let app = with_notes(store.clone()).await;
    let mut browser = Browser::logged_in(&app, "alice").await;
    let earlier = browser.clone();
    assert_eq!(browser.send(post("/renew"), &app).await.text(), "renewed");
    assert_eq!(browser.send(get("/me"), &app).await.status, 200);
    assert_eq!(earlier.clone().send(get("/me"), &app).await.status, 401);
    let copy = browser.clone();
    assert_eq!(browser.send(post("/logout"), &app).await.text(), "bye");
    assert_eq!(copy.clone().send(get("/me"), &app).await.status, 401);
    assert_eq!(store.0.borrow().len(), 0);
}

/// A browser whose session holds this in place of the login.
async fn forged(app: &TestApp, store: &MemoryStore, login: &str) -> Browser {
    let browser = Browser::logged_in(app, "alice").await;
    for state in store.0.borrow_mut().values_mut() {
        state.insert("auth_runtime.login.api".into(), login.into());
    }
    browser
}

#[actix_web::test]
async fn a_login_that_cannot_be_read_is_none() {
    for login in [
        "",
        "1",
        "{}",
        "null",
        r#"{"subject":"alice"}"#,
        "[",
        "\"alice\"",
    ] {
        let store = MemoryStore::default();
        let app = with_notes(store.clone()).await;
        let mut browser = forged(&app, &store, login).await;
        assert_eq!(browser.send(get("/me"), &app).await.status, 401, "{login}");
        assert_eq!(browser.send(get("/home"), &app).await.text(), "nobody");
        let again = browser.send(post("/login").body("alice"), &app).await;
        assert_eq!(again.status, 200, "{login}");
        assert_eq!(browser.send(get("/me"), &app).await.text(), "alice");
    }
}

#[actix_web::test]
async fn two_cookies_of_one_name_are_400() {
    let (app, _) = plain().await;
    let own = Browser::logged_in(&app, "alice").await;
    let other = Browser::logged_in(&app, "mallory").await;
    let value = |browser: &Browser| browser.cookies["__Host-session"].clone();
    let pair = |name: &str, browser: &Browser| format!("{name}={}", value(browser));
    let (one, two) = (pair("__Host-session", &own), pair("__Host-session", &other));
    // Browsers send the attacker's under this name: it has no prefix that they would know.
    let encoded = pair("%5F%5FHost-session", &other);
    for path in ["/me", "/home", "/missing"] {
        for cookies in [
            vec![format!("{one}; {two}")],
            vec![one.clone(), two.clone()],
            vec![format!("{one}; {encoded}")],
            vec![encoded.clone(), one.clone()],
            vec![encoded.clone()],
            vec![format!("a=b; {one};{one}")],
        ] {
            let request = cookies
                .iter()
                .fold(get(path), |it, line| it.header("cookie", line));
            let answer = request.send(&app).await;
            assert_eq!(answer.status, 400, "{path} {cookies:?}");
            assert_eq!(answer.json()["error"], "invalid_request");
        }
        // Cookies of other names do no harm, in several fields (HTTP/2 splits them) or in one.
        let request = get(path)
            .header("cookie", "a=b; a=c")
            .header("cookie", &one);
        assert_ne!(request.send(&app).await.status, 400);
    }
}

/// Other applications of the host put into their cookies what they like.
#[actix_web::test]
async fn a_cookie_of_somebody_else_may_hold_any_text() {
    let (app, _) = plain().await;
    let own = Browser::logged_in(&app, "alice").await;
    let own = format!("__Host-session={}", own.cookies["__Host-session"]);
    for (field, status) in [
        (format!("name=J\u{fc}rgen; {own}"), 200),
        (format!("a=b;\t{own} ; c=\u{2000}"), 200),
        (format!("\u{2000}{own}"), 400),
        (format!("a=b; \u{2000}{own}"), 400),
        (format!("\u{fc}=\u{fc}; {own}; \u{2000}{own}"), 400),
    ] {
        let answer = get("/me").header("cookie", &field).send(&app).await;
        assert_eq!(answer.status, status, "{field:?}");
    }
}

#[actix_web::test]
async fn a_cookie_that_nobody_here_wrote_is_no_session() {
    let (app, _) = plain().await;
    let own = Browser::logged_in(&app, "alice").await;
    let value = &own.cookies["__Host-session"];
    let cut = &value[..value.len() - 2];
    for cookie in ["x", "", cut, "%00", &format!("{value}x")] {
        let request = get("/me").header("cookie", &format!("__Host-session={cookie}"));
        assert_eq!(request.status(&app).await, 401, "{cookie}");
    }
}

#[actix_web::test]
async fn answers_to_a_session_stay_private() {
    let (app, _) = plain().await;
    let mut browser = Browser::logged_in(&app, "alice").await;
    let answer = browser.send(get("/me"), &app).await;
    assert_eq!(answer.lines("cache-control"), ["private"]);
    assert_eq!(answer.lines("vary"), ["Cookie"]);
    let answer = browser.send(get("/public"), &app).await;
    assert_eq!(answer.lines("cache-control"), ["max-age=5"]);
    assert_eq!(answer.lines("vary"), ["Origin", "Cookie"]);
    let answer = Browser::default().send(get("/home"), &app).await;
    assert_eq!(answer.lines("cache-control"), [""; 0]);
}

#[actix_web::test]
async fn a_middleware_of_ones_own_does_as_well() {
    let (builder, _) = builder(sessions());
    let auth = builder.build().unwrap();
    let own = SessionMiddleware::builder(CookieSessionStore::default(), Key::from(&[7; 64]))
        .cookie_name("sid".into())
        .cookie_content_security(CookieContentSecurity::Signed)
        .build();
    let app = App::new().wrap(SessionLayer::around(own, "sid"));
    let app = app.app_data(auth.clone()).configure(handlers);
    let app = start(app.default_service(auth.not_found())).await;
    let mut browser = Browser::logged_in(&app, "alice").await;
    assert_eq!(browser.cookies.keys().collect::<Vec<_>>(), ["sid"]);
    assert_eq!(browser.send(get("/me"), &app).await.text(), "alice");
    let value = &browser.cookies["sid"];
    let twice = get("/me").header("cookie", &format!("sid={value}; sid={value}"));
    assert_eq!(twice.status(&app).await, 400);
}
