//! A page of another origin makes no use of somebody's session (CSRF).

use actix_session::storage::CookieSessionStore;
use actix_web::App;
use actix_web::cookie::Key;
use actix_web::http::Method;
use auth_runtime::session::SessionCookie;

use crate::app::{Answer, Ask, ask, get, post, start};
use crate::site::{Browser, builder, handlers, plain, sessions};

fn is_refused(answer: &Answer, about: &str) {
    assert_eq!(answer.status, 403, "{about}");
    assert_eq!(answer.json()["error"], "cross_site_request", "{about}");
    assert_eq!(answer.challenges(), [""; 0], "{about}");
    assert_eq!(answer.lines("cache-control"), ["no-store"], "{about}");
    assert_eq!(answer.lines("set-cookie"), [""; 0], "{about}");
}

/// Ways in which a request says that it comes from elsewhere, or does not say where from.
const FOREIGN: [&[(&str, &str)]; 9] = [
    &[],
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "same-site")],
    &[
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://shop.example"),
    ],
    &[("origin", "https://evil.example")],
    &[("origin", "http://shop.example")],
    &[("origin", "null")],
    &[
        ("sec-fetch-site", "same-origin"),
        ("sec-fetch-site", "cross-site"),
    ],
    &[("x-csrf-token", "")],
];

fn saying(request: Ask, fields: &[(&str, &str)]) -> Ask {
    let request = request.header("host", "shop.example");
    fields
        .iter()
        .fold(request, |it, (name, value)| it.header(name, value))
}

#[actix_web::test]
async fn a_form_on_another_site_is_403() {
    let (app, _) = plain().await;
    let browser = Browser::logged_in(&app, "alice admin").await;
    for fields in FOREIGN {
        for path in ["/orders", "/hidden-form", "/missing", "/logout", "/login"] {
            let request = browser.with_cookies(post(path).body("alice"));
            let answer = saying(request, fields).send(&app).await;
            is_refused(&answer, &format!("{path} {fields:?}"));
        }
    }
}

#[actix_web::test]
async fn every_method_that_may_change_something_is_checked() {
    let (app, _) = plain().await;
    let browser = Browser::logged_in(&app, "alice").await;
    let foreign = [("sec-fetch-site", "cross-site")];
    for method in ["POST", "PUT", "PATCH", "DELETE", "CONNECT", "FROB"] {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let request = browser.with_cookies(ask(method.clone(), "/missing"));
        is_refused(&saying(request, &foreign).send(&app).await, method.as_str());
    }
    for path in ["/me", "/home"] {
        let request = browser.with_cookies(get(path));
        assert_eq!(saying(request, &foreign).send(&app).await.text(), "alice");
    }
}

#[actix_web::test]
async fn a_page_of_another_site_opens_no_socket() {
    let (app, _) = plain().await;
    let browser = Browser::logged_in(&app, "alice").await;
    for (origin, status) in [("https://evil.example", 403), ("https://shop.example", 200)] {
        let request = browser
            .with_cookies(get("/me"))
            .header("upgrade", "websocket");
        let request = request
            .header("connection", "upgrade")
            .header("origin", origin);
        let answer = saying(request, &[]).send(&app).await;
        assert_eq!(answer.status, status, "{origin}");
    }
}

#[actix_web::test]
async fn a_page_of_the_application_may_send_what_it_wants() {
    let (app, _) = plain().await;
    let browser = Browser::logged_in(&app, "alice").await;
    let own: [&[(&str, &str)]; 4] = [
        &[("sec-fetch-site", "same-origin")],
        &[
            ("sec-fetch-site", "same-origin"),
            ("origin", "https://shop.example"),
        ],
        &[("sec-fetch-site", "none")],
        &[("origin", "https://shop.example")],
    ];
    for fields in own {
        let request = browser.with_cookies(post("/orders").body("one"));
        let answer = saying(request, fields).send(&app).await;
        assert_eq!(answer.text(), "one", "{fields:?}");
    }
}

#[actix_web::test]
async fn a_client_that_is_no_browser_sends_the_token_of_its_login() {
    let (app, _) = plain().await;
    let mut alice = Browser::logged_in(&app, "alice").await;
    let token = alice.send(get("/token"), &app).await.text().to_owned();
    let mut bob = Browser::logged_in(&app, "bob").await;
    let other = bob.send(get("/token"), &app).await.text().to_owned();
    assert_ne!(token, other);
    let order = |token: &str| {
        alice
            .with_cookies(post("/orders").body("one"))
            .header("x-csrf-token", token)
    };
    assert_eq!(order(&token).send(&app).await.text(), "one");
    for wrong in [
        &*other,
        "",
        &token[1..],
        &format!("{token}x"),
        &token.to_lowercase(),
    ] {
        is_refused(&order(wrong).send(&app).await, wrong);
    }
    is_refused(
        &order(&token)
            .header("x-csrf-token", &token)
            .send(&app)
            .await,
        "twice",
    );
    // A page elsewhere that got hold of a token is a page elsewhere.
    let foreign = order(&token).header("sec-fetch-site", "cross-site");
    is_refused(&foreign.send(&app).await, "foreign");
    // The token in the query or the body is none.
    let in_query = alice.with_cookies(post(&format!("/orders?x-csrf-token={token}")));
    is_refused(&in_query.body(token.clone()).send(&app).await, "query");
}

#[actix_web::test]
async fn a_configured_origin_may_be_another_host() {
    let (builder, _) = builder(sessions().origin("https://app.example"));
    let auth = builder.build().unwrap();
    let cookie = SessionCookie::new(CookieSessionStore::default(), Key::from(&[7; 64]));
    let app = App::new().wrap(cookie.build()).app_data(auth.clone());
    let app = start(app.configure(handlers).default_service(auth.not_found())).await;
    let browser = Browser::logged_in(&app, "alice").await;
    for (origin, site, status) in [
        ("https://app.example", Some("same-site"), 200),
        ("https://app.example", None, 200),
        ("https://shop.example", None, 403),
        ("https://eve.example", Some("same-site"), 403),
    ] {
        let request = browser
            .with_cookies(post("/orders"))
            .header("origin", origin);
        let fields: Vec<_> = site.map(|it| ("sec-fetch-site", it)).into_iter().collect();
        let answer = saying(request, &fields).send(&app).await;
        assert_eq!(answer.status, status, "{origin} {site:?}");
    }
}

/// Nor a sibling subdomain, whose requests bring the cookie along.
#[actix_web::test]
async fn nobody_is_logged_out_by_another_site() {
    let (app, _) = plain().await;
    let browser = Browser::logged_in(&app, "alice").await;
    for method in [Method::GET, Method::POST] {
        for fields in FOREIGN {
            let request = browser.with_cookies(ask(method.clone(), "/way-out"));
            is_refused(
                &saying(request, fields).send(&app).await,
                &format!("{fields:?}"),
            );
        }
        // Also who has no session that could be ended may have a cookie.
        let foreign = [("sec-fetch-site", "same-site")];
        let request = saying(ask(method.clone(), "/way-out"), &foreign);
        is_refused(&request.send(&app).await, "no session");
    }
    assert_eq!(browser.clone().send(get("/me"), &app).await.status, 200);
    for method in [Method::GET, Method::POST] {
        let mut browser = Browser::logged_in(&app, "alice").await;
        let copy = browser.clone();
        let answer = browser.send(ask(method, "/way-out"), &app).await;
        assert_eq!((answer.text(), browser.cookies.len()), ("bye", 0));
        assert_eq!(copy.clone().send(get("/me"), &app).await.status, 401);
    }
}

/// An upgrade that no page can ask for opens no socket.
#[actix_web::test]
async fn another_upgrade_is_a_request_like_others() {
    let (app, _) = plain().await;
    let browser = Browser::logged_in(&app, "alice").await;
    for (upgrade, status) in [("h2c", 200), ("h2c, WebSocket", 403)] {
        let request = browser.with_cookies(get("/me")).header("upgrade", upgrade);
        let answer = saying(request, &[("sec-fetch-site", "cross-site")])
            .send(&app)
            .await;
        assert_eq!(answer.status, status, "{upgrade}");
    }
}

/// To be logged in as the attacker, and to leave one's data there.
#[actix_web::test]
async fn nobody_is_logged_in_by_another_site() {
    let (app, _) = plain().await;
    for (site, status) in [
        ("cross-site", 403),
        ("same-site", 403),
        ("same-origin", 200),
    ] {
        let request = post("/login")
            .body("mallory")
            .header("sec-fetch-site", site);
        let answer = request.send(&app).await;
        assert_eq!(answer.status, status, "{site}");
        assert_eq!(answer.lines("set-cookie").len(), usize::from(status == 200));
    }
}

/// A session that has ended comes along all the same, and is nothing that a site could make use of.
#[actix_web::test]
async fn a_login_that_has_ended_needs_no_defence() {
    let (app, clock) = plain().await;
    let browser = Browser::logged_in(&app, "alice").await;
    clock.advance(std::time::Duration::from_secs(60 * 60));
    let request = browser.with_cookies(post("/orders"));
    let answer = saying(request, &[("sec-fetch-site", "cross-site")])
        .send(&app)
        .await;
    assert_eq!(answer.status, 401);
}
