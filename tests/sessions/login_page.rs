//! Browsers are led to the login page and back; programs are told what is missing.

use std::time::Duration;

use actix_web::http::Method;
use auth_runtime::session::{Sessions, return_path};
use auth_runtime::{Auth, Bodies};

use crate::app::{Answer, Ask, TestApp, ask, get, post};
use crate::site::{Browser, builder, plain, serve, sessions, with_login_page};

const PAGE: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

fn page(path: &str) -> Ask {
    get(path).header("accept", PAGE)
}

fn leads_to(answer: &Answer, location: &str) {
    assert_eq!(answer.status, 303, "{answer:?}");
    assert_eq!(answer.lines("location"), [location]);
    assert_eq!(answer.challenges(), [""; 0]);
    assert_eq!(answer.lines("cache-control"), ["no-store"]);
    assert_eq!(answer.lines("vary"), ["Accept, X-API-Key, Cookie"]);
}

#[actix_web::test]
async fn who_asks_for_a_page_is_led_to_the_login_page() {
    let (app, _) = with_login_page().await;
    for (path, location) in [
        ("/me", "/login?return_to=/me"),
        ("/me?a=1&b=2", "/login?return_to=/me%3Fa%3D1%26b%3D2"),
        ("/me?a=%2F%26", "/login?return_to=/me%3Fa%3D%252F%2526"),
        ("/missing", "/login?return_to=/missing"),
        ("/hidden", "/login?return_to=/hidden"),
        // What would lead elsewhere stays out.
        ("//evil.example/x", "/login"),
        ("/%2fevil.example", "/login"),
        ("/a/..%2f..%2f/evil", "/login"),
    ] {
        let answer = page(path).send(&app).await;
        leads_to(&answer, location);
    }
    let head = ask(Method::HEAD, "/me")
        .header("accept", PAGE)
        .send(&app)
        .await;
    leads_to(&head, "/login?return_to=/me");
}

#[actix_web::test]
async fn what_stands_in_return_to_leads_back_to_what_was_asked_for() {
    let (app, _) = with_login_page().await;
    for path in ["/me", "/me?a=1&b=%2F%26+c", "/missing/%C3%A4?x"] {
        let answer = page(path).send(&app).await;
        let location = answer.lines("location")[0].to_owned();
        let (_, query) = location.split_once('?').unwrap();
        let query = actix_web::web::Query::<Vec<(String, String)>>::from_query(query).unwrap();
        let [(name, back)] = &query[..] else {
            panic!("{location}");
        };
        assert_eq!((&**name, return_path(back)), ("return_to", Some(path)));
    }
}

#[actix_web::test]
async fn programs_get_401_with_a_challenge() {
    let (app, _) = with_login_page().await;
    let programs = [
        get("/me"),
        get("/me").header("accept", "*/*"),
        get("/me").header("accept", "application/json"),
        get("/me").header("accept", "application/json, text/html;q=0.9"),
        get("/me").header("accept", "text/html;q=0, */*"),
        page("/me").header("sec-fetch-mode", "cors"),
        page("/me").header("x-requested-with", "XMLHttpRequest"),
        post("/orders").header("accept", PAGE),
    ];
    for request in programs {
        let answer = request.send(&app).await;
        assert_eq!(answer.status, 401);
        assert_eq!(answer.challenge(), r#"Session realm="api""#);
        assert_eq!(answer.lines("vary"), ["Accept, X-API-Key, Cookie"]);
    }
}

#[actix_web::test]
async fn a_handler_may_decide_for_itself() {
    let (app, _) = with_login_page().await;
    for request in [
        get("/page"),
        page("/page"),
        get("/page").header("sec-fetch-mode", "cors"),
    ] {
        leads_to(&request.send(&app).await, "/login?return_to=/page");
    }
    for request in [get("/data"), page("/data")] {
        let answer = request.send(&app).await;
        assert_eq!(
            (answer.status.as_u16(), answer.challenges().len()),
            (401, 1)
        );
    }
}

/// The login page could not bring it back.
#[actix_web::test]
async fn what_would_lose_its_body_is_not_led_away() {
    let (app, _) = with_login_page().await;
    let answer = page("/sent").send(&app).await;
    leads_to(&answer, "/login?return_to=/sent");
    let post = ask(Method::POST, "/sent").header("accept", "text/html");
    assert_eq!(post.send(&app).await.status, 401);
}

#[actix_web::test]
async fn a_handler_that_takes_no_session_leads_nowhere() {
    let (app, _) = with_login_page().await;
    let answer = page("/by-key").send(&app).await;
    assert_eq!(answer.status, 401);
    assert_eq!(
        answer.challenge(),
        r#"ApiKey realm="api", header="X-API-Key""#
    );
}

#[actix_web::test]
async fn who_has_a_session_or_presents_anything_is_not_led_away() {
    let (app, _) = with_login_page().await;
    let mut browser = Browser::logged_in(&app, "alice").await;
    assert_eq!(browser.send(page("/me"), &app).await.text(), "alice");
    assert_eq!(browser.send(page("/admin"), &app).await.status, 403);
    let twice = page("/me").header("cookie", "__Host-session=a; __Host-session=b");
    assert_eq!(twice.send(&app).await.status, 400);
}

#[actix_web::test]
async fn a_login_that_is_too_old_leads_to_the_login_page() {
    let (app, clock) = with_login_page().await;
    let mut browser = Browser::logged_in(&app, "alice").await;
    assert_eq!(browser.send(page("/fresh"), &app).await.text(), "in");
    clock.advance(Duration::from_secs(5 * 60 + 1));
    leads_to(
        &browser.send(page("/fresh"), &app).await,
        "/login?return_to=/fresh",
    );
    let answer = browser.send(get("/fresh"), &app).await;
    assert_eq!(answer.status, 401);
    assert_eq!(
        answer.challenge(),
        r#"Session realm="api", error="insufficient_user_authentication", max_age="300""#
    );
    assert_eq!(answer.json()["error"], "insufficient_user_authentication");
    browser.send(post("/login").body("alice"), &app).await;
    assert_eq!(browser.send(page("/fresh"), &app).await.text(), "in");
}

/// RFC 9110 §15.4.4: a note for whoever does not follow.
#[actix_web::test]
async fn the_page_of_a_redirect_says_where_to_log_in() {
    let (builder, _) = builder(sessions().login_page("/login"));
    let app = serve(builder.bodies(Bodies::problem_details().pages())).await;
    let answer = page("/me?a=1&b=2").send(&app).await;
    leads_to(&answer, "/login?return_to=/me%3Fa%3D1%26b%3D2");
    let text = answer.text();
    assert!(text.contains("<title>Log in</title>"), "{text}");
    let link = "<a href=\"/login?return_to=/me%3Fa%3D1%26b%3D2\">";
    assert!(text.contains(link), "{text}");
    assert!(
        !text.contains("See Other") && !text.contains("again"),
        "{text}"
    );
}

/// What a client sees, without the path that it asked for.
pub(crate) fn seen(answer: &Answer, path: &str) -> String {
    let (status, fields, body) = answer.visible();
    let fields: Vec<_> = fields
        .into_iter()
        .map(|(name, value)| format!("{name}: {}", String::from_utf8(value).unwrap()))
        .collect();
    format!("{status} {fields:?} {body:?}").replace(path, "(path)")
}

async fn same_as_a_miss(app: &TestApp, request: &dyn Fn(&str) -> Ask, about: &str) {
    let miss = seen(&request("/missing").send(app).await, "/missing");
    // What a hidden handler says about redirects must not give it away.
    for path in ["/hidden", "/hidden-data"] {
        let hidden = seen(&request(path).send(app).await, path);
        assert_eq!(hidden, miss, "{path} {about}");
    }
}

#[actix_web::test]
async fn a_path_that_hides_does_as_a_path_that_does_not_exist() {
    let (open, _) = plain().await;
    let (led, _) = with_login_page().await;
    let (public, _) = builder(sessions().login_page("/login"));
    let public = public.only_modules(["nowhere"]).public_misses();
    let public = serve(public).await;
    for (about, app) in [("open", &open), ("led", &led)] {
        let alice = Browser::logged_in(app, "alice").await;
        for accept in [PAGE, "application/json"] {
            for browser in [&Browser::default(), &alice] {
                let request = |path: &str| browser.with_cookies(get(path).header("accept", accept));
                same_as_a_miss(app, &request, about).await;
            }
        }
    }
    // Where misses are public, a miss is a 404 also for pages.
    assert_eq!(page("/missing").status(&public).await, 404);
}

#[actix_web::test]
async fn the_login_page_does_not_lead_to_itself() {
    let (builder, _) = builder(sessions().login_page("/not-there?lang=en"));
    let app = serve(builder).await;
    leads_to(
        &page("/me").send(&app).await,
        "/not-there?lang=en&return_to=/me",
    );
    assert_eq!(page("/not-there").status(&app).await, 401);
}

#[actix_web::test]
async fn a_redirect_without_a_login_page_does_not_start() {
    let built = Auth::builder()
        .only_modules(["sessions::site"])
        .sessions(Sessions::new())
        .build();
    let complaint = built.unwrap_err().to_string();
    assert!(complaint.contains("sessions::site::page"), "{complaint}");
    assert!(complaint.contains("login_page"), "{complaint}");
}
