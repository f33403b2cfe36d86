//! Configurations that do not start.

use std::time::Duration;

use auth_runtime::dpop::{DPoP, Nonces};
use auth_runtime::jwt::Algorithm;
use auth_runtime::testing::{TestIssuer, TestKey};
use auth_runtime::{Auth, AuthBuilder, ProtectedResource};

use crate::proofs::{assert_error, assert_in, assert_no_proof};
use crate::site::{ME, ORIGIN, Site};

fn problem(builder: AuthBuilder) -> String {
    let built = builder.only_modules(["nowhere"]).build();
    built.expect_err("it must not start").to_string()
}

fn with(dpop: DPoP) -> String {
    problem(TestIssuer::new().auth_builder().dpop(dpop))
}

#[test]
fn proofs_need_to_know_where_the_api_is() {
    for url in [
        "",
        "api.example",
        "/v1",
        "ftp://api.example",
        "https://",
        "https://user@api.example",
        "https://api.example/?q",
        "https://api.example/#f",
    ] {
        let problem = with(DPoP::at(url));
        assert!(
            problem.contains("where clients reach this app"),
            "{problem}"
        );
    }
}

#[test]
fn algorithms_are_asymmetric() {
    for algorithm in [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512] {
        let problem = with(DPoP::at(ORIGIN).algorithms([Algorithm::ES256, algorithm]));
        assert!(problem.contains("shared secret"), "{problem}");
    }
    assert!(with(DPoP::at(ORIGIN).algorithms([])).contains("no algorithm"));
}

#[test]
fn windows_and_nonces_are_of_use() {
    for (back, ahead) in [(0, 5), (3601, 5), (60, 3601)] {
        let dpop = DPoP::at(ORIGIN)
            .max_age(Duration::from_secs(back))
            .leeway(Duration::from_secs(ahead));
        assert!(with(dpop).contains("a second to an hour"));
    }
    let short = DPoP::at(ORIGIN).nonces(Nonces::shared([7; 31]));
    let problem = with(short);
    assert!(problem.contains("31 bytes"), "{problem}");
}

#[test]
fn somebody_has_to_judge_the_tokens() {
    let problem = problem(Auth::builder().dpop(DPoP::at(ORIGIN)));
    assert!(problem.contains("add `.bearer(Jwt::…)`"), "{problem}");
}

#[test]
fn nothing_is_configured_twice() {
    let builder = TestIssuer::new().auth_builder();
    let twice = builder.dpop(DPoP::at(ORIGIN)).dpop(DPoP::at(ORIGIN));
    assert!(problem(twice).contains("configured twice"));
    let builder = TestIssuer::new().auth_builder();
    let twice = builder
        .resource(ProtectedResource::at(ORIGIN))
        .resource(ProtectedResource::at(ORIGIN));
    assert!(problem(twice).contains("configured twice"));
}

#[test]
fn nothing_prints_a_secret() {
    let dpop = DPoP::at(ORIGIN).nonces(Nonces::shared([0x77; 32]));
    let text = format!("{dpop:?}");
    assert!(!text.contains("119") && !text.contains("wwww"), "{text}");
}

/// The kit makes what a client would.
#[actix_web::test]
async fn proofs_of_the_testing_kit_come_in() {
    let site = Site::new().await;
    for _ in 0..8 {
        let key = TestKey::new().clock(site.clock.clone());
        let token = site.issuer.token("alice").bound_to(&key).mint();
        let proof = || key.proof("GET", ME, &token);
        assert_in(&site.present(&token, &proof().mint()).await);
        assert_no_proof(
            &site
                .present(&token, &proof().claim("htm", "POST").mint())
                .await,
        );
        let thief = TestKey::new().clock(site.clock.clone());
        let stolen = thief.proof("GET", ME, &token).mint();
        assert_error(&site.present(&token, &stolen).await, "invalid_token");
    }
}
