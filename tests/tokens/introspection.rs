//! What an authorization server says about an opaque token (RFC 7662), and what comes of it.

use std::time::Duration;

use auth_runtime::AuthBuilder;
use auth_runtime::introspection::Introspection;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::kit::{AUDIENCE, Answer, Api, FakeIssuer, NOW};

const ISSUER: &str = "https://id.example";
const JKT: &str = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";

fn asking(server: &FakeIssuer) -> Introspection {
    Introspection::at(server.url("/introspect"))
        .client("api", "secret")
        .issuer(ISSUER)
        .audience(AUDIENCE)
}

fn active() -> Value {
    json!({
        "active": true, "sub": "alice", "iss": ISSUER, "aud": [AUDIENCE], "exp": NOW + 600,
        "iat": NOW, "nbf": NOW, "scope": "orders:read", "token_type": "Bearer", "client_id": "shop",
    })
}

fn with(member: &str, value: Value) -> Value {
    let mut active = active();
    active[member] = value;
    active
}

fn without(member: &str) -> Value {
    let mut active = active();
    active.as_object_mut().unwrap().remove(member);
    active
}

/// The answer of an API of these settings when the server says that.
async fn answer_of(
    says: Answer,
    configure: impl FnOnce(Introspection) -> Introspection,
) -> (u16, String) {
    let server = FakeIssuer::new();
    server.say("/introspect", says);
    let asking = configure(asking(&server));
    let api = Api::new(|auth: AuthBuilder| auth.introspection(asking));
    api.answer("opaque").await
}

async fn status_of(says: Value) -> u16 {
    answer_of(Answer::Json(says), |it| it).await.0
}

#[actix_web::test]
async fn the_server_is_asked_as_the_standards_say() {
    let server = FakeIssuer::new();
    server.say("/introspect", Answer::Json(active()));
    let asking = asking(&server).client("api:1", "s+cr/t %");
    let api = Api::new(|auth| auth.introspection(asking));
    assert_eq!(api.status("a-._~+/b==").await, 200);
    let asked = &server.asked()[0];
    assert_eq!(
        asked.body,
        "token=a-._%7E%2B%2Fb%3D%3D&token_type_hint=access_token"
    );
    let form = Some("application/x-www-form-urlencoded");
    assert_eq!(asked.content_type.as_deref(), form);
    let credentials = STANDARD.encode("api%3A1:s%2Bcr%2Ft+%25");
    let authorization = Some(format!("Basic {credentials}"));
    assert_eq!(asked.authorization, authorization);
}

#[actix_web::test]
async fn only_active_true_admits() {
    assert_eq!(status_of(active()).await, 200);
    assert_eq!(status_of(json!({ "active": false })).await, 401);
    assert_eq!(status_of(with("active", json!(false))).await, 401);
}

#[actix_web::test]
async fn a_verdict_that_is_none_is_503() {
    for active in [
        json!("true"),
        json!(1),
        json!(null),
        json!([true]),
        json!("false"),
    ] {
        assert_eq!(
            status_of(with("active", active.clone())).await,
            503,
            "{active}"
        );
    }
    assert_eq!(status_of(without("active")).await, 503);
    for says in [json!([]), json!(true), json!("active")] {
        assert_eq!(status_of(says.clone()).await, 503, "{says}");
    }
}

#[actix_web::test]
async fn a_server_that_fails_is_503_and_never_401() {
    let good = active().to_string();
    let twice = format!(r#"{{"active":false,{}"#, &good[1..]);
    let mut long = good.clone();
    long.push_str(&" ".repeat(64 * 1024));
    let json = "application/json";
    for (name, says) in [
        ("down", Answer::Other(500, json, good.clone().into())),
        ("overloaded", Answer::Other(503, json, good.clone().into())),
        (
            "does not know us",
            Answer::Other(401, json, good.clone().into()),
        ),
        (
            "does not understand",
            Answer::Other(400, json, good.clone().into()),
        ),
        ("created", Answer::Other(201, json, good.clone().into())),
        ("elsewhere", Answer::Redirect("http://127.0.0.1:1/".into())),
        ("no JSON", Answer::Other(200, json, b"active".to_vec())),
        ("empty", Answer::Other(200, json, Vec::new())),
        (
            "says no JSON",
            Answer::Other(200, "text/plain", good.clone().into()),
        ),
        (
            "signed",
            Answer::Other(
                200,
                "application/token-introspection+jwt",
                good.clone().into(),
            ),
        ),
        ("twice", Answer::Other(200, json, twice.into())),
        ("too long", Answer::Other(200, json, long.into())),
        ("silent", Answer::Silence),
    ] {
        let patience = Duration::from_millis(if name == "silent" { 50 } else { 5000 });
        let answer = answer_of(says, |it| it.fetch_timeout(patience)).await;
        assert_eq!(answer, (503, String::new()), "{name}");
    }
}

#[actix_web::test]
async fn its_claims_are_judged_like_those_of_a_jwt() {
    for (name, says) in [
        (
            "another audience",
            with("aud", json!("https://other.example")),
        ),
        ("no audience", without("aud")),
        ("an audience that is none", with("aud", json!({}))),
        ("another issuer", with("iss", json!("https://evil.example"))),
        ("no issuer", without("iss")),
        ("expired", with("exp", json!(NOW))),
        ("an end that is none", with("exp", json!("2999"))),
        ("a fraction of an end", with("exp", json!(4_000_000_000.5))),
        ("not yet valid", with("nbf", json!(NOW + 1))),
        ("an issue time that is none", with("iat", json!("now"))),
        ("scopes in an array", with("scope", json!(["orders:read"]))),
        ("no subject", without("sub")),
        ("an empty subject", with("sub", json!(""))),
        ("a subject that is none", with("sub", json!(7))),
        (
            "of type DPoP and unbound",
            with("token_type", json!("DPoP")),
        ),
        ("of an unknown type", with("token_type", json!("mac"))),
        ("of a type that is none", with("token_type", json!(7))),
        (
            "bound to a certificate",
            with("cnf", json!({ "x5t#S256": JKT })),
        ),
    ] {
        let (status, challenge) = answer_of(Answer::Json(says), |it| it).await;
        assert_eq!(status, 401, "{name}");
        assert!(
            challenge.contains(r#"error="invalid_token""#),
            "{name}: {challenge}"
        );
    }
    for says in [
        without("exp"),
        without("token_type"),
        without("scope"),
        without("nbf"),
    ] {
        assert_eq!(status_of(says.clone()).await, 200, "{says}");
    }
    assert_eq!(status_of(with("token_type", json!("bearer"))).await, 200);
}

#[actix_web::test]
async fn what_the_server_calls_something_else_is_no_access_token() {
    for (member, kinds, status) in [
        (
            "token_use",
            &["access_token", "access", "Access_Token"][..],
            200,
        ),
        ("typ", &["Bearer", "at+jwt", "JWT"], 200),
        (
            "token_use",
            &["refresh_token", "refresh", "id", "id_token", "", "other"],
            401,
        ),
        (
            "typ",
            &["Refresh", "Offline", "ID", "Logout", "dpop+jwt", ""],
            401,
        ),
        ("token_type", &["refresh_token", "N_A", ""], 401),
    ] {
        for kind in kinds {
            let says = with(member, json!(kind));
            assert_eq!(status_of(says).await, status, "{member} {kind}");
        }
    }
    for member in ["token_use", "typ"] {
        for kind in [json!(["access_token"]), json!(true), json!(7)] {
            assert_eq!(status_of(with(member, kind)).await, 401, "{member}");
        }
    }
}

#[actix_web::test]
async fn a_bound_token_is_refused_as_a_bearer_token() {
    let mut says = with("cnf", json!({ "jkt": JKT }));
    assert_eq!(status_of(says.clone()).await, 401);
    says["token_type"] = json!("DPoP");
    assert_eq!(status_of(says).await, 401);
}

#[actix_web::test]
async fn where_no_audience_counts_the_type_does() {
    let any = |says: Value| async {
        let server = FakeIssuer::new();
        server.say("/introspect", Answer::Json(says));
        let asking = Introspection::at(server.url("/introspect")).client("api", "secret");
        let api = Api::new(|auth| auth.introspection(asking.dangerous_any_audience()));
        api.status("opaque").await
    };
    assert_eq!(any(without("aud")).await, 200);
    assert_eq!(any(without("token_type")).await, 401);
}

#[actix_web::test]
async fn a_client_is_a_subject_only_where_that_is_chosen() {
    let says = Answer::Json(without("sub"));
    assert_eq!(answer_of(says.clone(), |it| it).await.0, 401);
    let (status, _) = answer_of(says, Introspection::clients_are_subjects).await;
    assert_eq!(status, 200);
}

#[actix_web::test]
async fn an_endless_token_is_not_sent_anywhere() {
    let server = FakeIssuer::new();
    server.say("/introspect", Answer::Json(active()));
    let asking = asking(&server);
    let api = Api::new(|auth| auth.introspection(asking));
    assert_eq!(api.status(&"x".repeat(16 * 1024 + 1)).await, 401);
    assert_eq!(server.count("/introspect"), 0);
}
