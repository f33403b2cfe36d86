//! Whatever a session needs and does not get: 500 or 503, and nobody comes in.

use std::time::Duration;

use actix_session::storage::{CookieSessionStore, SessionStore};
use actix_web::cookie::Key;
use actix_web::rt::time::{sleep, timeout};
use actix_web::test::{TestRequest, init_service, try_call_service};
use actix_web::{App, web};
use auth_runtime::session::{SessionCookie, Sessions};
use auth_runtime::{Auth, Identity};

use crate::app::{Answer, get, post, start};
use crate::site::{Browser, NOW, builder, handlers, own_login, plain, sessions};
use crate::stores::{DownStore, LostStore, SilentStore};

/// What is answered before a route is known, by an app with this session store.
async fn answers(store: impl SessionStore + 'static, request: TestRequest) -> (u16, String) {
    let (app, _) = plain().await;
    let cookies = Browser::logged_in(&app, "alice").await.cookies;
    let (builder, _) = builder(sessions());
    let auth = builder.build().unwrap();
    let cookie = SessionCookie::new(store, Key::from(&[7; 64])).build();
    let cookie = cookie.time_limit(Duration::from_millis(50));
    let app = App::new().wrap(cookie).app_data(auth.clone());
    let app = init_service(app.configure(handlers).default_service(auth.not_found())).await;
    let value = format!("__Host-session={}", cookies["__Host-session"]);
    let request = request
        .insert_header(("cookie", value))
        .insert_header(("sec-fetch-site", "same-origin"));
    let error = try_call_service(&app, request.to_request());
    // Far more than it takes: so that the test ends if there is no limit.
    let error = timeout(Duration::from_secs(30), error).await.unwrap();
    let answer = error.unwrap_err().error_response();
    let status = answer.status().as_u16();
    let body = actix_web::body::to_bytes(answer.into_body()).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

const PATHS: [&str; 4] = ["/me", "/home", "/hidden", "/missing"];

fn is_unavailable((status, body): &(u16, String), about: &str) {
    assert_eq!(*status, 503, "{about}");
    assert!(
        body.contains("\"temporarily_unavailable\""),
        "{about}: {body}"
    );
    assert!(!body.contains("table"), "{about}: {body}");
}

#[actix_web::test]
async fn a_session_store_that_fails_is_503() {
    for path in PATHS {
        is_unavailable(
            &answers(LostStore, TestRequest::get().uri(path)).await,
            path,
        );
    }
}

#[actix_web::test]
async fn a_session_store_that_never_answers_is_503() {
    for path in PATHS {
        is_unavailable(
            &answers(SilentStore::default(), TestRequest::get().uri(path)).await,
            path,
        );
    }
    // It can be read, and never says that it has written.
    let mute = SilentStore { reads: true };
    let login = TestRequest::post().uri("/login").set_payload("alice");
    is_unavailable(&answers(mute, login).await, "writing");
}

/// The limit is the store's, not the handler's.
#[actix_web::test]
async fn a_handler_may_take_its_time() {
    let (builder, _) = builder(sessions());
    let auth = builder.build().unwrap();
    let cookie = SessionCookie::new(CookieSessionStore::default(), Key::from(&[7; 64])).build();
    let cookie = cookie.time_limit(Duration::ZERO);
    let app = App::new().wrap(cookie).app_data(auth.clone());
    let app = app.route("/patient", web::get().to(patient));
    let app = start(app.default_service(auth.not_found())).await;
    assert_eq!(get("/patient").send(&app).await.text(), "done");
}

/// Longer than the limit.
async fn patient() -> &'static str {
    sleep(Duration::from_millis(20)).await;
    "done"
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
        // Who logs in anew would leave the earlier login behind.
        let again = browser.send(post("/login").body("bob"), &app).await;
        assert_eq!(
            (again.status.as_u16(), again.lines("set-cookie").len()),
            (503, 0)
        );
        assert_eq!(browser.send(post("/logout"), &app).await.status, 503);
        down.0.store(0, std::sync::atomic::Ordering::SeqCst);
        assert_eq!(copy.clone().send(get("/me"), &app).await.status, 200);
    }
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
