//! Several schemes on one route.

use actix_web::{App, get};
use auth_runtime::basic::{Basic, User, hash_password};
use auth_runtime::digest::Digest;
use auth_runtime::testing::TestIssuer;
use auth_runtime::{Identity, Scheme, basic, digest, require_auth};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::answering::Challenge;
use crate::app::{TestApp, get, start};

#[require_auth(scheme = ["Digest", "Basic"])]
#[get("/both")]
async fn both(who: Identity) -> String {
    said(&who)
}

#[get("/turned")]
#[require_auth(scheme = ["Basic", "Digest"])]
async fn turned(who: Identity) -> String {
    said(&who)
}

#[require_auth(scheme = ["Bearer", "Basic"])]
#[get("/tokens")]
async fn tokens(who: Identity) -> String {
    said(&who)
}

fn said(who: &Identity) -> String {
    format!(
        "{} by {}",
        who.subject(),
        who.scheme().map_or("", Scheme::name)
    )
}

async fn app(issuer: &TestIssuer) -> TestApp {
    let hash = hash_password("correct horse").unwrap();
    let ada = User::new(hash, Identity::new("ada"));
    let digests = digest::Users::new("office");
    let digests = digests.with_password("ada", "correct horse", Identity::new("ada"));
    let builder = issuer.auth_builder().realm("office");
    let builder = builder
        .basic(Basic::new(basic::Users::new().with("ada", ada)))
        .digest(Digest::new(digests).also_md5());
    let auth = builder.only_modules([module_path!()]).build().unwrap();
    let app = App::new().app_data(auth.clone());
    let app = app.service((both, turned, tokens));
    start(app.default_service(auth.not_found())).await
}

fn by_basic(password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("ada:{password}")))
}

/// The schemes of the challenges, a line each, in their order.
async fn offered(app: &TestApp, path: &str, fields: &[String]) -> Vec<String> {
    let answer = get(path).authorizations(fields).send(app).await;
    let lines = answer.challenges().into_iter();
    lines
        .map(|line| {
            let algorithm = line.split_once("algorithm=").map(|(_, rest)| rest);
            let algorithm = algorithm.and_then(|rest| rest.split_once(','));
            let (scheme, rest) = line.split_once(' ').unwrap();
            assert!(rest.starts_with("realm=\"office\""), "{line}");
            assert!(!rest.contains(" realm="), "one challenge a line: {line}");
            algorithm.map_or(scheme.to_owned(), |(it, _)| format!("{scheme} {it}"))
        })
        .collect()
}

#[actix_web::test]
async fn challenges_stand_in_declared_order_a_line_each() {
    let app = app(&TestIssuer::new()).await;
    for fields in [vec![], vec![by_basic("wrong")], vec!["Digest ?".to_owned()]] {
        assert_eq!(
            offered(&app, "/both", &fields).await,
            ["Digest SHA-256", "Digest MD5", "Basic"]
        );
        assert_eq!(
            offered(&app, "/turned", &fields).await,
            ["Basic", "Digest SHA-256", "Digest MD5"]
        );
        assert_eq!(offered(&app, "/tokens", &fields).await, ["Bearer", "Basic"]);
    }
    // Where no route says which: the strongest first, and Bearer before all.
    assert_eq!(
        offered(&app, "/missing", &[]).await,
        ["Bearer", "Digest SHA-256", "Digest MD5", "Basic"]
    );
}

#[actix_web::test]
async fn the_credential_that_is_present_decides() {
    let issuer = TestIssuer::new();
    let app = app(&issuer).await;
    let token = issuer.token("ada").bearer().1;
    for path in ["/both", "/turned", "/tokens"] {
        let asked = get(path).authorization(by_basic("correct horse"));
        assert_eq!(asked.send(&app).await.text(), "ada by Basic", "{path}");
        let asked = get(path).authorization(by_basic("wrong"));
        assert_eq!(asked.status(&app).await, 401, "{path}");
    }
    let challenge = get("/both").send(&app).await;
    let challenge = Challenge::read(challenge.challenges()[0]);
    let digest = challenge.answer("ada", "correct horse", "/both").field();
    let answer = get("/both").authorization(&digest).send(&app).await;
    assert_eq!(answer.text(), "ada by Digest");
    let answer = get("/tokens").authorization(&token).send(&app).await;
    assert_eq!(answer.text(), "ada by Bearer");
    // A scheme that the route does not declare counts as none.
    for (path, field) in [("/both", &token), ("/tokens", &digest)] {
        let answer = get(path).authorization(field).send(&app).await;
        assert_eq!(answer.status, 401);
        assert_eq!(answer.json()["error"], "unauthorized");
    }
}

#[actix_web::test]
async fn two_credentials_at_once_are_a_bad_request() {
    let issuer = TestIssuer::new();
    let app = app(&issuer).await;
    let token = issuer.token("ada").bearer().1;
    let basic = by_basic("correct horse");
    for fields in [
        vec![token.clone(), basic.clone()],
        vec![basic.clone(), token.clone()],
        vec![basic.clone(), basic.clone()],
        vec![format!("{basic}, {token}")],
        vec![format!("{token}, {basic}")],
    ] {
        let answer = get("/tokens").authorizations(&fields).send(&app).await;
        assert_eq!(answer.status, 400, "{fields:?}");
        assert_eq!(answer.json()["error"], "invalid_request");
    }
}
