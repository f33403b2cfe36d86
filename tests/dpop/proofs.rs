//! The proof gate (RFC 9449 §4.3), row by row.

use actix_web::http::StatusCode;
use auth_runtime::dpop::DPoP;
use serde_json::{Value, json};

use crate::app::{Answer, ask};
use crate::parameters;
use crate::prover::{Draft, Prover, base64url};
use crate::site::{ME, NOW, ORIGIN, Site, presenting};

#[track_caller]
pub(crate) fn assert_in(answer: &Answer) {
    assert_eq!((answer.status, answer.text()), (StatusCode::OK, "alice"));
}

#[track_caller]
pub(crate) fn assert_error(answer: &Answer, error: &str) {
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{}", answer.text());
    let challenge = answer.challenge();
    let found = parameters::get(challenge, "error");
    assert_eq!(found.as_deref(), Some(error), "{challenge}");
    assert_eq!(answer.json()["error"], error);
}

#[track_caller]
pub(crate) fn assert_no_proof(answer: &Answer) {
    assert_error(answer, "invalid_dpop_proof");
}

/// Presents a proof after a change, with a token that is good.
async fn changed(site: &Site, change: impl FnOnce(Draft<'_>) -> Draft<'_>) -> Answer {
    let token = site.token();
    let proof = change(site.client.proof("GET", ME, &token)).sign();
    site.present(&token, &proof).await
}

#[actix_web::test]
async fn a_bound_token_and_its_proof_come_in() {
    let site = Site::new().await;
    assert_in(&changed(&site, |proof| proof).await);
    let token = site.token();
    for scheme in ["dpop", "DPOP", "DPoP  "] {
        let proof = site.client.proof("GET", ME, &token).sign();
        let request = ask(actix_web::http::Method::GET, "/me")
            .authorization(format!("{scheme} {token}"))
            .header("dpop", &proof);
        assert_in(&request.send(&site.app).await);
    }
}

#[actix_web::test]
async fn credentials_are_one_token68() {
    let site = Site::new().await;
    for credentials in ["DPoP", "DPoP ", "DPoP a b", "DPoP token=\"x\"", "DPoP a,b"] {
        let proof = site.client.proof("GET", ME, "a").sign();
        let answer = ask(actix_web::http::Method::GET, "/me")
            .authorization(credentials)
            .header("dpop", &proof)
            .send(&site.app)
            .await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{credentials}");
        let error = parameters::get(answer.challenge(), "error");
        assert_eq!(error.as_deref(), Some("invalid_request"));
    }
}

#[actix_web::test]
async fn there_is_exactly_one_proof() {
    let site = Site::new().await;
    let token = site.token();
    let proof = || site.client.proof("GET", ME, &token).sign();
    assert_no_proof(&presenting("/me", &token).send(&site.app).await);
    let two_fields = presenting("/me", &token)
        .header("dpop", &proof())
        .header("dpop", &proof());
    assert_no_proof(&two_fields.send(&site.app).await);
    let same_twice = proof();
    let same_twice = presenting("/me", &token)
        .header("dpop", &same_twice)
        .header("dpop", &same_twice);
    assert_no_proof(&same_twice.send(&site.app).await);
    for joint in [",", ", ", " "] {
        let one_field = format!("{}{joint}{}", proof(), proof());
        assert_no_proof(&site.present(&token, &one_field).await);
    }
}

#[actix_web::test]
async fn a_proof_is_a_compact_jwt() {
    let site = Site::new().await;
    let token = site.token();
    let good = site.client.proof("GET", ME, &token).sign();
    let (message, signature) = good.rsplit_once('.').unwrap();
    let (header, claims) = message.split_once('.').unwrap();
    for spoilt in [
        String::new(),
        "x".into(),
        "..".into(),
        message.to_owned(),
        format!("{message}."),
        format!("{good}."),
        format!("{good}.{signature}"),
        format!("{good}="),
        format!(".{claims}.{signature}"),
        format!("{header}..{signature}"),
        format!("{}.{claims}.{signature}", base64url("[]")),
        format!("{header} .{claims}.{signature}"),
        format!("\"{good}\""),
        format!("DPoP {good}"),
    ] {
        assert_no_proof(&site.present(&token, &spoilt).await);
    }
    assert_in(&site.present(&token, &good).await);
}

#[actix_web::test]
async fn every_claim_is_there_and_of_its_type() {
    let site = Site::new().await;
    for name in ["jti", "htm", "htu", "iat", "ath"] {
        assert_no_proof(&changed(&site, |proof| proof.without(name)).await);
        let wrong: [Value; 6] = [
            json!(null),
            json!(true),
            json!([]),
            json!({}),
            json!(""),
            json!(-1),
        ];
        for value in wrong {
            assert_no_proof(&changed(&site, |proof| proof.claim(name, value)).await);
        }
    }
    for name in ["jti", "htm", "htu", "ath"] {
        assert_no_proof(&changed(&site, |proof| proof.claim(name, 7)).await);
        assert_no_proof(&changed(&site, |proof| proof.claim(name, json!(["GET"]))).await);
    }
    for nonce in [json!(null), json!(""), json!(7)] {
        assert_no_proof(&changed(&site, |proof| proof.claim("nonce", nonce)).await);
    }
    // What it says beyond that does not matter.
    assert_in(&changed(&site, |proof| proof.claim("nonce", "of another server")).await);
    assert_in(&changed(&site, |proof| proof.claim("exp", 1)).await);
}

#[actix_web::test]
async fn a_member_that_stands_twice_is_refused() {
    let site = Site::new().await;
    let token = site.token();
    let (header, claims) = site.client.proof("GET", ME, &token).texts();
    let twice = |text: &str, more: &str| format!("{{{more},{}", &text[1..]);
    for (header, claims) in [
        (twice(&header, r#""typ":"dpop+jwt""#), claims.clone()),
        (twice(&header, r#""alg":"none""#), claims.clone()),
        (twice(&header, r#""jwk":{}"#), claims.clone()),
        (header.clone(), twice(&claims, r#""htm":"GET""#)),
        (header.clone(), twice(&claims, r#""\u006ati":"x""#)),
        (
            header.replace(r#""kty":"#, r#""kty":"RSA","kty":"#),
            claims.clone(),
        ),
    ] {
        let proof = site.client.sign(&header, &claims);
        assert_no_proof(&site.present(&token, &proof).await);
    }
    assert_in(
        &site
            .present(&token, &site.client.sign(&header, &claims))
            .await,
    );
}

#[actix_web::test]
async fn a_proof_says_that_it_is_one() {
    let site = Site::new().await;
    for typ in [
        "dpop+jwt",
        "DPoP+JWT",
        "application/dpop+jwt",
        "Application/DPOP+jwt",
    ] {
        assert_in(&changed(&site, |proof| proof.header("typ", typ)).await);
    }
    assert_no_proof(&changed(&site, |proof| proof.without_header("typ")).await);
    for typ in [
        json!("JWT"),
        json!("at+jwt"),
        json!("dpop"),
        json!("dpop+jwt "),
        json!("text/dpop+jwt"),
        json!("application/application/dpop+jwt"),
        json!(null),
        json!(["dpop+jwt"]),
    ] {
        assert_no_proof(&changed(&site, |proof| proof.header("typ", typ)).await);
    }
    let token = site.token();
    assert_no_proof(&site.present(&token, &token).await);
    let proof = site
        .client
        .proof("GET", ME, &token)
        .claim("sub", "alice")
        .sign();
    let hash = site.client.proof("GET", ME, &proof).sign();
    assert_error(&site.present(&proof, &hash).await, "invalid_token");
}

#[actix_web::test]
async fn what_changes_the_meaning_of_a_header_is_refused() {
    let site = Site::new().await;
    for (name, value) in [
        ("crit", json!(["b64"])),
        ("crit", json!([])),
        ("b64", json!(false)),
        ("cty", json!("JWT")),
        ("zip", json!("DEF")),
        ("enc", json!("A128GCM")),
    ] {
        assert_no_proof(&changed(&site, |proof| proof.header(name, value)).await);
    }
    // And where keys could be had, nobody looks.
    let elsewhere = json!("https://evil.example/keys");
    assert_in(&changed(&site, |proof| proof.header("jku", elsewhere)).await);
    assert_no_proof(&changed(&site, |proof| proof.without_header("jwk")).await);
}

#[actix_web::test]
async fn a_proof_is_for_one_method() {
    let site = Site::new().await;
    for method in ["POST", "get", "Get", "GET ", "HEAD"] {
        assert_no_proof(&changed(&site, |proof| proof.claim("htm", method)).await);
    }
    let token = site.token();
    let post = |method: &str| {
        ask(actix_web::http::Method::POST, "/me")
            .authorization(format!("DPoP {token}"))
            .header("dpop", &site.client.proof(method, ME, &token).sign())
    };
    assert_in(&post("POST").send(&site.app).await);
    assert_no_proof(&post("GET").send(&site.app).await);
}

#[actix_web::test]
async fn a_proof_is_for_one_url_however_it_is_spelt() {
    let site = Site::new().await;
    for url in [
        "https://api.example/me",
        "HTTPS://api.example/me",
        "https://API.Example/me",
        "https://api.example:443/me",
        "https://api.example/%6De",
        "https://api.example/%6de",
        "https://api.example/./x/../me",
    ] {
        assert_in(&changed(&site, |proof| proof.claim("htu", url)).await);
    }
    for url in [
        "http://api.example/me",
        "https://api.example/me/",
        "https://api.example/",
        "https://api.example/ME",
        "https://api.example//me",
        "https://api.example:8443/me",
        "https://api.example.evil.example/me",
        "https://evil.example/me",
        "https://api.example@evil.example/me",
        "https://user@api.example/me",
        "https://api.example/me?q=1",
        "https://api.example/me?",
        "https://api.example/me#f",
        "https://api.example\\me",
        " https://api.example/me",
        "//api.example/me",
        "/me",
        "me",
    ] {
        assert_no_proof(&changed(&site, |proof| proof.claim("htu", url)).await);
    }
}

#[actix_web::test]
async fn the_query_of_a_request_is_not_part_of_its_url() {
    let site = Site::new().await;
    let token = site.token();
    let proof = site.client.proof("GET", ME, &token).sign();
    let request = presenting("/me?q=1&r=2", &token).header("dpop", &proof);
    assert_in(&request.send(&site.app).await);
}

/// Only the configuration says where the API is: whoever holds a proof for another place would say
/// otherwise.
#[actix_web::test]
async fn the_request_does_not_say_where_it_arrived() {
    let site = Site::new().await;
    let token = site.token();
    let elsewhere = || {
        site.client
            .proof("GET", "https://evil.example/me", &token)
            .sign()
    };
    let here = || site.client.proof("GET", ME, &token).sign();
    for (name, value) in [
        ("host", "evil.example"),
        ("x-forwarded-host", "evil.example"),
        ("forwarded", "host=evil.example;proto=https"),
    ] {
        let request = |proof: String| {
            presenting("/me", &token)
                .header(name, value)
                .header("dpop", &proof)
        };
        assert_no_proof(&request(elsewhere()).send(&site.app).await);
        assert_in(&request(here()).send(&site.app).await);
    }
}

#[actix_web::test]
async fn dot_segments_of_a_request_are_not_taken_for_another_path() {
    let site = Site::new().await;
    let token = site.token();
    let to = |path: &str, url: &str| {
        let proof = site.client.proof("GET", url, &token).sign();
        presenting(path, &token).header("dpop", &proof)
    };
    let plain = to("/files/a/b", "https://api.example/files/a/b");
    assert_eq!(plain.status(&site.app).await, 200);
    for (path, url) in [
        ("/files/a/../b", "https://api.example/files/b"),
        ("/files/a/../b", "https://api.example/files/a/../b"),
        ("/files/%2e%2E/b", "https://api.example/b"),
        ("/files/./b", "https://api.example/files/b"),
    ] {
        assert_no_proof(&to(path, url).send(&site.app).await);
    }
}

#[actix_web::test]
async fn a_path_that_a_proxy_takes_away_belongs_to_the_url() {
    let site = Site::with(DPoP::at("https://api.example/v1/"), |builder| builder).await;
    assert_no_proof(&changed(&site, |proof| proof).await);
    let url = "https://api.example/v1/me";
    assert_in(&changed(&site, |proof| proof.claim("htu", url)).await);
}

#[actix_web::test]
async fn a_proof_is_for_now() {
    let site = Site::new().await;
    for iat in [NOW - 60, NOW, NOW + 5] {
        assert_in(&changed(&site, |proof| proof.claim("iat", iat)).await);
    }
    for iat in [NOW - 61, NOW + 6, 0, u64::MAX] {
        assert_no_proof(&changed(&site, |proof| proof.claim("iat", iat)).await);
    }
    for iat in [json!(1_800_000_000.5), json!("1800000000"), json!(1e300)] {
        assert_no_proof(&changed(&site, |proof| proof.claim("iat", iat)).await);
    }
}

#[actix_web::test]
async fn the_window_is_configurable() {
    use std::time::Duration;
    let dpop = DPoP::at(ORIGIN)
        .max_age(Duration::from_secs(10))
        .leeway(Duration::ZERO);
    let site = Site::with(dpop, |builder| builder).await;
    for (iat, is_good) in [
        (NOW - 11, false),
        (NOW - 10, true),
        (NOW, true),
        (NOW + 1, false),
    ] {
        let answer = changed(&site, |proof| proof.claim("iat", iat)).await;
        assert_eq!(answer.status.is_success(), is_good, "{iat}");
    }
}

#[actix_web::test]
async fn a_proof_is_for_one_token() {
    let site = Site::new().await;
    let other = site.bound(&site.client).role("admin").mint();
    let (token, proof) = (site.token(), site.client.proof("GET", ME, &other).sign());
    assert_no_proof(&site.present(&token, &proof).await);
    assert_in(&site.present(&other, &proof).await);
}

#[actix_web::test]
async fn a_signature_is_of_the_key_in_the_header() {
    let site = Site::new().await;
    let token = site.token();
    let other = Prover::es256();
    let (header, claims) = site.client.proof("GET", ME, &token).texts();
    assert_no_proof(&site.present(&token, &other.sign(&header, &claims)).await);
    let good = site.client.sign(&header, &claims);
    let (message, signature) = good.rsplit_once('.').unwrap();
    let zeros = format!("{message}.{}", base64url([0; 64]));
    assert_no_proof(&site.present(&token, &zeros).await);
    let (header, _) = message.split_once('.').unwrap();
    let swapped = claims.replace("proof", "Proof");
    let swapped = format!("{header}.{}.{signature}", base64url(swapped));
    assert_no_proof(&site.present(&token, &swapped).await);
    assert_in(&site.present(&token, &good).await);
}

#[actix_web::test]
async fn a_token_is_bound_to_the_key_of_the_proof() {
    let site = Site::new().await;
    let thief = Prover::es256();
    let token = site.token();
    let proof = thief.proof("GET", ME, &token).sign();
    assert_error(&site.present(&token, &proof).await, "invalid_token");
    let own = site.bound(&thief).mint();
    let proof = thief.proof("GET", ME, &own).sign();
    assert_in(&site.present(&own, &proof).await);
}

#[actix_web::test]
async fn a_token_without_a_key_is_refused_under_dpop() {
    let site = Site::new().await;
    let token = site.issuer.token("alice").mint();
    let proof = site.client.proof("GET", ME, &token).sign();
    assert_error(&site.present(&token, &proof).await, "invalid_token");
}

#[actix_web::test]
async fn a_confirmation_that_nobody_here_can_check_is_refused() {
    let site = Site::new().await;
    let jkt = site.client.thumbprint();
    for cnf in [
        json!({}),
        json!(null),
        json!("x"),
        json!({"jkt": ""}),
        json!({"jkt": 7}),
        json!({"jkt": [jkt]}),
        json!({"x5t#S256": "x"}),
        json!({"jkt": jkt, "x5t#S256": "x"}),
        json!({"jkt": format!("{jkt}=")}),
    ] {
        let token = site.issuer.token("alice").claim("cnf", cnf).mint();
        let proof = site.client.proof("GET", ME, &token).sign();
        assert_error(&site.present(&token, &proof).await, "invalid_token");
    }
}

#[actix_web::test]
async fn a_bad_token_is_the_tokens_fault() {
    let site = Site::new().await;
    for token in [
        site.bound(&site.client).expired(),
        site.bound(&site.client).signed_with_another_key(),
        site.bound(&site.client).claim("aud", "elsewhere"),
    ] {
        let token = token.mint();
        let proof = site.client.proof("GET", ME, &token).sign();
        assert_error(&site.present(&token, &proof).await, "invalid_token");
    }
}
