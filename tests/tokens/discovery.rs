//! Metadata of an issuer (OIDC Discovery 1.0 §4, RFC 8414 §3).

use std::time::Duration;

use auth_runtime::jwt::Jwt;
use serde_json::{Value, json};

use crate::kit::{AUDIENCE, Answer, Api, FakeIssuer, Signer, claims};

const OPENID: &str = "/.well-known/openid-configuration";
const OAUTH: &str = "/.well-known/oauth-authorization-server";

fn api(issuer: String) -> Api {
    Api::new(|auth| auth.bearer(Jwt::discover(issuer).audience(AUDIENCE)))
}

fn issued_by(issuer: &str) -> Value {
    let mut claims = claims("alice");
    claims["iss"] = json!(issuer);
    claims
}

fn metadata(issuer: &str, jwks_uri: &str) -> Answer {
    Answer::Json(json!({ "issuer": issuer, "jwks_uri": jwks_uri }))
}

#[actix_web::test]
async fn the_metadata_say_where_the_keys_are() {
    for (path, openid, oauth) in [
        ("", OPENID.to_owned(), OAUTH.to_owned()),
        (
            "/realms/one",
            format!("/realms/one{OPENID}"),
            format!("{OAUTH}/realms/one"),
        ),
    ] {
        for place in [openid, oauth] {
            let key = Signer::named("one");
            let server = FakeIssuer::with_keys([&key]);
            let issuer = server.url(path);
            server.say(&place, metadata(&issuer, &server.url("/jwks")));
            let api = api(issuer.clone());
            assert_eq!(
                api.status(&key.token(&issued_by(&issuer))).await,
                200,
                "{place}"
            );
            assert_eq!(server.count("/jwks"), 1, "{place}");
        }
    }
}

#[actix_web::test]
async fn tokens_are_those_of_the_discovered_issuer() {
    let key = Signer::named("one");
    let server = FakeIssuer::with_keys([&key]);
    let issuer = server.url("");
    server.say(OPENID, metadata(&issuer, &server.url("/jwks")));
    let api = api(issuer.clone());
    assert_eq!(api.status(&key.token(&issued_by(&issuer))).await, 200);
    for other in [
        format!("{issuer}/"),
        "https://id.example".to_owned(),
        String::new(),
    ] {
        assert_eq!(
            api.status(&key.token(&issued_by(&other))).await,
            401,
            "{other}"
        );
    }
    assert_eq!(api.status(&key.token(&claims("alice"))).await, 401);
}

#[actix_web::test]
async fn metadata_of_another_issuer_are_503() {
    let key = Signer::named("one");
    for other in ["https://id.example", "", "{}/"] {
        let server = FakeIssuer::with_keys([&key]);
        let issuer = server.url("");
        let other = other.replace("{}", &issuer);
        server.say(OPENID, metadata(&other, &server.url("/jwks")));
        let api = api(issuer.clone());
        assert_eq!(
            api.status(&key.token(&issued_by(&issuer))).await,
            503,
            "{other}"
        );
        assert_eq!(server.count("/jwks"), 0, "{other}");
    }
}

#[actix_web::test]
async fn keys_come_by_https_or_from_this_machine() {
    let key = Signer::named("one");
    for jwks_uri in [
        "http://id.example/jwks",
        "ftp://127.0.0.1/jwks",
        "/jwks",
        "",
    ] {
        let server = FakeIssuer::with_keys([&key]);
        let issuer = server.url("");
        server.say(OPENID, metadata(&issuer, jwks_uri));
        let api = api(issuer.clone());
        assert_eq!(
            api.status(&key.token(&issued_by(&issuer))).await,
            503,
            "{jwks_uri}"
        );
        assert_eq!(server.count("/jwks"), 0, "{jwks_uri}");
    }
}

#[actix_web::test]
async fn a_fetch_has_one_deadline_for_all_documents() {
    let server = FakeIssuer::new();
    server.say(OPENID, Answer::Silence);
    let issuer = server.url("");
    let jwt = Jwt::discover(issuer.clone())
        .audience(AUDIENCE)
        .fetch_timeout(Duration::from_millis(50));
    let api = Api::new(|auth| auth.bearer(jwt));
    let token = Signer::named("one").token(&issued_by(&issuer));
    assert_eq!(api.status(&token).await, 503);
    assert_eq!((server.count(OPENID), server.count(OAUTH)), (1, 0));
}
