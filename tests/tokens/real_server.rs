//! Tokens of a real authorization server, npm `oidc-provider`.

use std::time::{Duration, SystemTime};

use actix_web::{App, HttpResponse, Responder, post, web};
use auth_runtime::introspection::Introspection;
use auth_runtime::jwt::Jwt;
use auth_runtime::testing::TestClock;
use auth_runtime::{Auth, AuthBuilder, allow_anonymous};
use serde_json::Value;
use tests::foreign::{run, script};
use tests::server::Server;

use crate::kit::{AUDIENCE, Api, AuthorizationServer, me};

const OPAQUE: &str = "https://opaque.example";

/// An API whose clock stands at this moment.
fn api(configure: impl FnOnce(AuthBuilder) -> AuthBuilder) -> Api {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    Api::at(now.unwrap().as_secs(), configure)
}

fn discovered(server: &AuthorizationServer) -> Jwt {
    Jwt::discover(&server.issuer)
        .audience(AUDIENCE)
        .only_access_tokens()
        .leeway(Duration::from_secs(2))
}

fn introspected(server: &AuthorizationServer) -> Introspection {
    Introspection::at(format!("{}/token/introspection", server.issuer))
        .client("api", "secret")
        .issuer(&server.issuer)
        .audience(OPAQUE)
        .clients_are_subjects()
        .leeway(Duration::from_secs(2))
}

#[actix_web::test]
async fn its_access_tokens_are_accepted_after_discovery() {
    let Some(server) = AuthorizationServer::start() else {
        return;
    };
    for resource in [AUDIENCE, "https://ec.example"] {
        let api = api(|auth| auth.bearer(discovered(&server).audience(resource)));
        assert_eq!(
            api.status(&server.token(resource).await).await,
            200,
            "{resource}"
        );
    }
}

#[actix_web::test]
async fn its_tokens_for_other_apis_are_refused() {
    let Some(server) = AuthorizationServer::start() else {
        return;
    };
    let api = api(|auth| auth.bearer(discovered(&server)));
    for resource in ["https://ec.example", OPAQUE] {
        let (status, challenge) = api.answer(&server.token(resource).await).await;
        assert_eq!(status, 401, "{resource}");
        assert!(challenge.contains("invalid_token"), "{challenge}");
    }
}

#[actix_web::test]
async fn its_tokens_expire() {
    let Some(server) = AuthorizationServer::start() else {
        return;
    };
    let api = api(|auth| auth.bearer(discovered(&server)));
    let token = server.token(AUDIENCE).await;
    assert_eq!(api.status(&token).await, 200);
    api.clock.advance(Duration::from_secs(310));
    let (status, challenge) = api.answer(&token).await;
    assert_eq!(status, 401);
    assert!(
        challenge.contains("The access token expired"),
        "{challenge}"
    );
}

#[post("/tick")]
#[allow_anonymous]
async fn tick(clock: web::Data<TestClock>) -> impl Responder {
    clock.advance(Duration::from_secs(31));
    HttpResponse::NoContent()
}

#[actix_web::test]
async fn its_keys_rotate_under_load_without_a_failed_request() {
    let Some(server) = AuthorizationServer::start() else {
        return;
    };
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let clock = TestClock::at(now.unwrap().as_secs());
    let leeway = Duration::from_secs(300);
    let auth = Auth::builder()
        .bearer(discovered(&server).leeway(leeway))
        .clock(clock.clone())
        .only_modules(["tokens"])
        .build()
        .unwrap();
    let api = Server::start(2, move || {
        App::new()
            .app_data(auth.clone())
            .app_data(web::Data::new(clock.clone()))
            .service((me, tick))
    });
    let Some(mut client) = script("oidc_rotation.mjs") else {
        return;
    };
    let said = run(client.arg(&server.issuer).arg(api.url(""))).well();
    let counted: Value = serde_json::from_str(said.lines().last().unwrap()).unwrap();
    println!("rotation under load: {counted}");
    assert_eq!(counted["failed"], 0);
    assert_eq!(counted["kids"].as_array().unwrap().len(), 5);
    assert!(counted["requests"].as_u64().unwrap() >= 240, "{counted}");
}

#[actix_web::test]
async fn a_key_that_it_withdrew_is_good_no_more() {
    let Some(server) = AuthorizationServer::start() else {
        return;
    };
    let api = api(|auth| auth.bearer(discovered(&server)));
    let old = server.token(AUDIENCE).await;
    assert_eq!(api.status(&old).await, 200);
    server.command("rotate").await;
    let new = server.token(AUDIENCE).await;
    assert_eq!((api.status(&new).await, api.status(&old).await), (200, 200));
    server.command("withdraw").await;
    // The next unknown name makes the set be fetched anew.
    api.clock.advance(Duration::from_secs(31));
    server.command("rotate").await;
    let newest = server.token(AUDIENCE).await;
    assert_eq!(
        (api.status(&newest).await, api.status(&old).await),
        (200, 401)
    );
}

#[actix_web::test]
async fn its_opaque_tokens_are_introspected_and_can_be_revoked_there() {
    let Some(server) = AuthorizationServer::start() else {
        return;
    };
    let api = api(|auth| auth.introspection(introspected(&server)));
    let (kept, revoked) = (server.token(OPAQUE).await, server.token(OPAQUE).await);
    assert_eq!(
        (api.status(&kept).await, api.status(&revoked).await),
        (200, 200)
    );
    assert_eq!(api.status("of-nobody").await, 401);
    server.revoke(&revoked).await;
    // The verdict is half a minute old at most.
    assert_eq!(api.status(&revoked).await, 200);
    api.clock.advance(Duration::from_secs(31));
    assert_eq!(
        (api.status(&kept).await, api.status(&revoked).await),
        (200, 401)
    );
}

#[actix_web::test]
async fn a_token_that_it_revoked_is_refused_at_once_where_nothing_is_kept() {
    let Some(server) = AuthorizationServer::start() else {
        return;
    };
    let asked = introspected(&server).cache_for(Duration::ZERO);
    let api = api(|auth| auth.introspection(asked));
    let token = server.token(OPAQUE).await;
    assert_eq!(api.status(&token).await, 200);
    server.revoke(&token).await;
    assert_eq!(api.status(&token).await, 401);
}

#[actix_web::test]
async fn its_outage_is_503_for_what_only_it_can_tell() {
    let Some(server) = AuthorizationServer::start() else {
        return;
    };
    let by_key = api(|auth| auth.bearer(discovered(&server)));
    let by_asking = api(|auth| auth.introspection(introspected(&server)));
    let (jwt, opaque) = (server.token(AUDIENCE).await, server.token(OPAQUE).await);
    assert_eq!(by_key.status(&jwt).await, 200);
    server.command("break").await;
    assert_eq!(by_key.status(&jwt).await, 200);
    assert_eq!(by_asking.status(&opaque).await, 503);
    server.command("mend").await;
    assert_eq!(by_asking.status(&opaque).await, 200);
}
