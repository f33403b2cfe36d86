//! An app that leads browsers to its login page, and back to the path that they asked for.

use actix_session::storage::CookieSessionStore;
use actix_web::cookie::Key;
use actix_web::{App, get};
use auth_runtime::session::{SessionCookie, Sessions};
use auth_runtime::testing::{TestClock, TestIssuer};
use auth_runtime::{Bodies, require_auth, require_role};
use tests::distinguisher::Kind;

use super::callers::everybody;
use super::is_hidden;
use tests::server::Server;

#[require_auth]
#[require_role("admin", hide = true)]
#[get("/site/secrets")]
async fn secrets() -> &'static str {
    "For admins.\n"
}

#[require_auth]
#[get("/site/profile")]
async fn profile() -> &'static str {
    "For everybody with a token.\n"
}

fn serve(issuer: &TestIssuer) -> Server {
    let builder = issuer.auth_builder().bodies(Bodies::json().pages());
    let sessions = Sessions::new().login_page("/login");
    let auth = builder.sessions(sessions).build().unwrap();
    Server::start_with_http2(move || {
        let cookie = SessionCookie::new(CookieSessionStore::default(), Key::from(&[7; 64]));
        App::new()
            .wrap(cookie.build())
            .app_data(auth.clone())
            .service((secrets, profile))
            .default_service(auth.not_found())
    })
}

#[test]
fn nobody_finds_a_hidden_path_by_way_of_the_login() {
    let issuer = TestIssuer::new().clock(TestClock::at(1_800_000_000));
    let server = serve(&issuer);
    let attack = server.attacked("/site/secrets", "/site/nothing");
    let attack = everybody(attack.pairs(2000).samples(0), &issuer);
    let report = attack.run().unwrap();
    is_hidden(&report);
    let anonymous = &report.statuses["anonymous"];
    assert!(anonymous.contains_key("303") && anonymous.contains_key("401"));
}

/// What is not hidden is found, here too.
#[test]
fn a_path_that_is_not_hidden_is_found() {
    let issuer = TestIssuer::new();
    let server = serve(&issuer);
    let attack = server.attacked("/site/profile", "/site/nothing");
    let attack = everybody(attack.pairs(0).every(10).samples(0), &issuer);
    let report = attack.run().unwrap();
    assert!(report.has(&Kind::Status), "{report}");
}
