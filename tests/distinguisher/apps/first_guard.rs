//! The smallest guarded program, `examples/first_guard.rs`, with one route more: for admins alone.

use actix_web::{App, get};
use auth_runtime::jwt::Jwt;
use auth_runtime::testing::TestIssuer;
use auth_runtime::{Auth, Identity, allow_anonymous, require_auth, require_role};

use super::callers::everybody;
use super::is_hidden;
use tests::server::Server;

#[allow_anonymous]
#[get("/")]
async fn index() -> &'static str {
    "Everybody may read this.\n"
}

#[require_auth(scheme = "Bearer")]
#[get("/me")]
async fn me(who: Identity) -> String {
    format!("Hello, {}.\n", who.subject())
}

#[require_auth(scheme = "Bearer")]
#[require_role("admin", hide = true)]
#[get("/secrets")]
async fn secrets() -> &'static str {
    "For admins.\n"
}

/// With its own clock: what time it is tells nothing.
#[test]
fn nobody_finds_a_hidden_path_of_the_first_guard() {
    let secret = [7; 64];
    let jwt = Jwt::hs256(secret).audience("first_guard");
    let auth = Auth::builder().bearer(jwt).build().unwrap();
    let server = Server::start_with_http2(move || {
        let app = App::new().app_data(auth.clone()).service(index).service(me);
        app.service(secrets).default_service(auth.not_found())
    });
    let issuer = TestIssuer::with_secret(secret).audience("first_guard");
    let attack = server
        .attacked("/secrets", "/nothing")
        .pairs(2100)
        .samples(100);
    is_hidden(&everybody(attack, &issuer).run().unwrap());
}
