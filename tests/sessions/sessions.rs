//! Sessions: log in, stay, end, and what is no session.

use std::time::Duration;

use actix_session::config::CookieContentSecurity;
use actix_session::storage::CookieSessionStore;
use actix_session::{Session, SessionMiddleware};
use actix_web::cookie::Key;
use actix_web::{App, HttpResponse, get, web};
use auth_runtime::session::{SessionCookie, SessionLayer, Sessions};
use auth_runtime::{Auth, Identity, allow_anonymous, require_auth};

use crate::app::{Answer, TestApp, get, post, start};
use crate::site::{Browser, NOW, builder, handlers, plain, sessions};
use crate::stores::{DownStore, LostStore, MemoryStore};

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
    assert_eq!(answer.lines("vary"), ["Accept, Cookie"]);
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
async fn a_session_is_written_anew_now_and_then_only() {
    let (app, clock) = plain().await;
    let mut browser = Browser::logged_in(&app, "alice").await;
    let answer = browser.send(get("/me"), &app).await;
    assert_eq!(answer.lines("set-cookie"), [""; 0]);
    clock.advance(Duration::from_secs(3 * 60));
    let answer = browser.send(get("/me"), &app).await;
    assert_eq!(answer.lines("set-cookie").len(), 1);
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

/// A site on which whoever comes is logged in as this.
async fn own_login(auth: Auth, who: fn() -> Identity) -> TestApp {
    let log_in = move |request: actix_web::HttpRequest| async move {
        auth_runtime::session::log_in(&request, &who())?;
        Ok::<_, actix_web::Error>("welcome")
    };
    let cookie = SessionCookie::new(CookieSessionStore::default(), Key::from(&[7; 64]));
    let app = App::new().wrap(cookie.build()).app_data(auth.clone());
    let app = app.route("/own-login", web::get().to(log_in));
    start(app.configure(handlers).default_service(auth.not_found())).await
}

#[get("/note/{text}")]
#[allow_anonymous]
async fn note(session: Session, text: web::Path<String>) -> HttpResponse {
    let earlier: Option<String> = session.get("note").unwrap();
    session.insert("note", text.into_inner()).unwrap();
    HttpResponse::Ok().body(earlier.unwrap_or_default())
}

#[get("/notes/me")]
#[require_auth(scheme = "Session")]
async fn noted(session: Session, who: Identity) -> String {
    let text: Option<String> = session.get("note").unwrap();
    format!("{} {}", who.subject(), text.unwrap_or_default())
}

async fn with_notes(store: MemoryStore) -> TestApp {
    let (builder, _) = builder(sessions());
    let auth = builder.build().unwrap();
    let cookie = SessionCookie::new(store, Key::from(&[7; 64]));
    let app = App::new().wrap(cookie.build()).app_data(auth.clone());
    let app = app.service((note, noted)).configure(handlers);
    start(app.default_service(auth.not_found())).await
}

/// actix-session answers by itself then, before anybody here is asked.
#[actix_web::test]
async fn a_session_store_that_fails_lets_nobody_in() {
    use actix_web::test::{TestRequest, init_service, try_call_service};

    let (app, _) = plain().await;
    let cookies = Browser::logged_in(&app, "alice").await.cookies;
    let (builder, _) = builder(sessions());
    let auth = builder.build().unwrap();
    let cookie = SessionCookie::new(LostStore, Key::from(&[7; 64]));
    let app = App::new().wrap(cookie.build()).app_data(auth.clone());
    let app = init_service(app.configure(handlers).default_service(auth.not_found())).await;
    for path in ["/me", "/home", "/hidden", "/missing"] {
        let value = format!("__Host-session={}", cookies["__Host-session"]);
        let request = TestRequest::get()
            .uri(path)
            .insert_header(("cookie", value));
        let error = try_call_service(&app, request.to_request()).await;
        let answer = error.unwrap_err().error_response();
        assert_eq!(answer.status(), 500, "{path}");
    }
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
        assert_eq!(answer.json()["error"], "invalid_credentials");
        // The same user elsewhere stays.
        assert_eq!(other.send(get("/me"), &app).await.text(), "alice");
    }
    clock.advance(Duration::from_secs(60));
    assert_eq!(copy.clone().send(get("/me"), &app).await.status, 401);
}

#[actix_web::test]
async fn a_store_that_is_down_is_503() {
    for is_late in [false, true] {
        let (down, clock) = (DownStore::default(), builder(sessions()).1);
        let auth = Auth::builder().only_modules(["nowhere"]).clock(clock);
        let auth = auth.store(down.clone()).sessions(sessions());
        let app = crate::site::serve(auth).await;
        let mut browser = Browser::logged_in(&app, "alice").await;
        assert_eq!(browser.send(get("/me"), &app).await.status, 200);
        let copy = browser.clone();
        down.0
            .store(1 + u8::from(is_late), std::sync::atomic::Ordering::SeqCst);
        for path in ["/me", "/home", "/hidden", "/missing"] {
            let answer = browser.send(get(path), &app).await;
            assert_eq!(
                (answer.status.as_u16(), answer.challenges().len()),
                (503, 0),
                "{path}"
            );
        }
        assert_eq!(browser.send(post("/logout"), &app).await.status, 503);
        down.0.store(0, std::sync::atomic::Ordering::SeqCst);
        assert_eq!(copy.clone().send(get("/me"), &app).await.status, 200);
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
async fn a_login_counts_in_its_realm_only() {
    let (staff, _) = builder(sessions());
    let staff = staff.realm("staff").build().unwrap();
    let (auth, _) = builder(sessions());
    let auth = auth.build().unwrap();
    let cookie = SessionCookie::new(CookieSessionStore::default(), Key::from(&[7; 64]));
    let app = App::new().wrap(cookie.build()).app_data(auth.clone());
    let scope = web::scope("/staff").app_data(staff.clone());
    let scope = scope.configure(handlers).default_service(staff.not_found());
    let app = app.service(scope).configure(handlers);
    let app = start(app.default_service(auth.not_found())).await;
    let mut browser = Browser::logged_in(&app, "alice").await;
    assert_eq!(browser.send(get("/me"), &app).await.status, 200);
    let answer = browser.send(get("/staff/me"), &app).await;
    assert_eq!(answer.challenge(), r#"Session realm="staff""#);
    browser.send(post("/staff/login").body("bob"), &app).await;
    assert_eq!(browser.send(get("/me"), &app).await.text(), "alice");
    assert_eq!(browser.send(get("/staff/me"), &app).await.text(), "bob");
}

#[actix_web::test]
async fn an_app_without_the_middleware_is_500() {
    let (builder, _) = builder(sessions().login_page("/login"));
    let auth = builder.build().unwrap();
    let app = App::new().app_data(auth.clone()).configure(handlers);
    let app = start(app.default_service(auth.not_found())).await;
    let mut browser = Browser::default();
    for request in [
        get("/me"),
        get("/hidden"),
        get("/page"),
        post("/login").body("alice"),
    ] {
        let answer = browser.send(request, &app).await;
        is_500(&answer);
    }
    assert_eq!(browser.send(get("/home"), &app).await.text(), "nobody");
    assert_eq!(browser.send(get("/missing"), &app).await.status, 401);
}

fn is_500(answer: &Answer) {
    assert_eq!(
        (answer.status.as_u16(), answer.challenges().len()),
        (500, 0)
    );
    assert_eq!(answer.json()["error"], "internal_error");
    assert!(!answer.text().contains("SessionCookie"));
}

#[actix_web::test]
async fn logging_in_without_sessions_is_500() {
    let auth = Auth::builder().only_modules(["nowhere"]).build().unwrap();
    let app = own_login(auth, || Identity::new("alice")).await;
    is_500(&get("/own-login").send(&app).await);
}

#[actix_web::test]
async fn a_clock_before_1970_or_one_that_panics_is_500() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU8, Ordering};
    use std::time::SystemTime;

    let state = Arc::new(AtomicU8::new(0));
    let clock = state.clone();
    let auth = Auth::builder()
        .only_modules(["nowhere"])
        .clock(move || match clock.load(Ordering::SeqCst) {
            0 => SystemTime::UNIX_EPOCH + Duration::from_secs(NOW),
            1 => SystemTime::UNIX_EPOCH - Duration::from_secs(1),
            _ => crate::authenticators::panic_quietly(),
        })
        .sessions(Sessions::new());
    let app = crate::site::serve(auth).await;
    let mut browser = Browser::logged_in(&app, "alice").await;
    assert_eq!(browser.send(get("/me"), &app).await.status, 200);
    for broken in [1, 2] {
        state.store(broken, Ordering::SeqCst);
        for path in ["/me", "/home", "/hidden", "/missing"] {
            is_500(&browser.send(get(path), &app).await);
        }
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
