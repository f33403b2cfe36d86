//! Keys that a proof brings along, checked before a backend sees them (RFC 9449 §4.3, RFC 8725 §3.4).

use auth_runtime::dpop::DPoP;
use auth_runtime::jwt::Algorithm;
use aws_lc_rs::rsa::KeySize;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::proofs::{assert_error, assert_in, assert_no_proof};
use crate::prover::{Prover, base64url, thumbprint};
use crate::site::{ME, ORIGIN, Site};

#[actix_web::test]
async fn every_algorithm_that_is_offered_works() {
    let site = Site::new().await;
    for client in [
        Prover::es256(),
        Prover::es384(),
        Prover::ed25519(),
        Prover::rsa("RS256", KeySize::Rsa2048),
        Prover::rsa("PS256", KeySize::Rsa2048),
    ] {
        let token = site.bound(&client).mint();
        let proof = client.proof("GET", ME, &token).sign();
        assert_in(&site.present(&token, &proof).await);
    }
    let client = Prover::ed25519();
    let token = site.bound(&client).mint();
    let proof = client
        .proof("GET", ME, &token)
        .header("alg", "Ed25519")
        .sign();
    assert_in(&site.present(&token, &proof).await);
}

/// Whoever can read the proof could have made it.
#[actix_web::test]
async fn a_shared_secret_proves_nothing() {
    let site = Site::new().await;
    let client = Prover::secret();
    let token = site.bound(&client).mint();
    let proof = client.proof("GET", ME, &token);
    assert_no_proof(&site.present(&token, &proof.clone().sign()).await);
    // Nor with the key of somebody else beside it.
    let public = site.client.jwk.clone();
    let token = site.token();
    let confused = client.proof("GET", ME, &token).header("jwk", public);
    assert_no_proof(&site.present(&token, &confused.sign()).await);
}

#[actix_web::test]
async fn the_algorithm_is_one_that_is_allowed_and_the_keys_own() {
    let site = Site::new().await;
    let token = site.token();
    for algorithm in [
        json!("none"),
        json!("None"),
        json!(""),
        json!("es256"),
        json!("ES384"),
        json!("EdDSA"),
        json!("RS256"),
        json!("RS512"),
        json!("HS256"),
        json!("ES256K"),
        json!(null),
        json!(["ES256"]),
    ] {
        let proof = site
            .client
            .proof("GET", ME, &token)
            .header("alg", algorithm);
        assert_no_proof(&site.present(&token, &proof.sign()).await);
    }
    let unsigned = site
        .client
        .proof("GET", ME, &token)
        .header("alg", "none")
        .sign();
    let (message, _) = unsigned.rsplit_once('.').unwrap();
    assert_no_proof(&site.present(&token, &format!("{message}.")).await);
    let only = DPoP::at(ORIGIN).algorithms([Algorithm::EdDSA]);
    let site = Site::with(only, |builder| builder).await;
    let token = site.token();
    let proof = site.client.proof("GET", ME, &token).sign();
    assert_no_proof(&site.present(&token, &proof).await);
}

#[actix_web::test]
async fn a_private_key_must_not_travel() {
    let site = Site::new().await;
    let token = site.token();
    for member in ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] {
        let mut jwk = site.client.jwk.clone();
        jwk[member] = json!("AQAB");
        let proof = site.client.proof("GET", ME, &token).header("jwk", jwk);
        assert_no_proof(&site.present(&token, &proof.sign()).await);
    }
}

/// What the published vectors of attacks do with keys. Any panic of a backend would be a 500.
#[actix_web::test]
async fn a_key_that_is_none_never_reaches_a_backend() {
    let site = Site::new().await;
    let (ec, okp) = (Prover::es256(), Prover::ed25519());
    let with = |prover: &Prover, name: &str, value: Value| {
        let mut jwk = prover.jwk.clone();
        jwk[name] = value;
        (prover.algorithm, jwk)
    };
    let x = ec.jwk["x"].clone();
    let long = base64url([1; 33]);
    let mut keys = vec![
        with(&ec, "y", x.clone()),
        with(&ec, "y", json!(base64url([0; 32]))),
        with(&ec, "x", json!(long)),
        with(&ec, "x", json!("AA")),
        with(&ec, "x", json!("")),
        with(&ec, "x", json!("=")),
        with(&ec, "x", json!(7)),
        with(&ec, "crv", json!("P-384")),
        with(&ec, "crv", json!("P-521")),
        with(&ec, "crv", json!("secp256k1")),
        with(&ec, "kty", json!("OKP")),
        with(&ec, "kty", json!("RSA")),
        with(&ec, "kty", json!(null)),
        with(&ec, "alg", json!("ES384")),
        with(&ec, "use", json!("enc")),
        with(&ec, "key_ops", json!(["sign"])),
        with(&okp, "crv", json!("X25519")),
        with(&okp, "crv", json!("Ed448")),
        ("ES256", json!([])),
        ("ES256", json!({})),
        ("ES256", json!("x")),
        ("ES256", json!({"jwk": ec.jwk})),
    ];
    for length in [0, 1, 31, 33, 64] {
        keys.push(with(&okp, "x", json!(base64url(vec![1; length]))));
    }
    // Small order: anybody can sign for these.
    for first in [0_u8, 1] {
        let mut point = [0; 32];
        point[0] = first;
        keys.push(with(&okp, "x", json!(base64url(point))));
    }
    for (algorithm, jwk) in keys {
        let token = site
            .issuer
            .token("alice")
            .claim("cnf", json!({"jkt": "A".repeat(43)}));
        let token = token.mint();
        let signer = if jwk["kty"] == "OKP" { &okp } else { &ec };
        let proof = signer
            .proof("GET", ME, &token)
            .header("alg", algorithm)
            .header("jwk", jwk);
        assert_no_proof(&site.present(&token, &proof.sign()).await);
    }
}

#[actix_web::test]
async fn a_weak_rsa_key_is_refused() {
    let site = Site::new().await;
    let good = Prover::rsa("RS256", KeySize::Rsa2048);
    let bytes = URL_SAFE_NO_PAD
        .decode(good.jwk["n"].as_str().unwrap())
        .unwrap();
    let even = [&bytes[..255], &[bytes[255] & 0xfe]].concat();
    for (n, e) in [
        (&bytes[128..], &[1, 0, 1][..]),
        (&even, &[1, 0, 1]),
        (&bytes, &[1]),
        (&bytes, &[2]),
        (&bytes, &[0]),
        (&bytes, &[1, 0, 0, 0, 1]),
        (&[0; 256], &[1, 0, 1]),
        (&[0xff; 2048], &[1, 0, 1]),
    ] {
        let token = site.bound(&good).mint();
        let jwk = json!({"kty": "RSA", "n": base64url(n), "e": base64url(e)});
        let proof = good.proof("GET", ME, &token).header("jwk", jwk);
        assert_no_proof(&site.present(&token, &proof.sign()).await);
    }
    let token = site.bound(&good).mint();
    assert_in(
        &site
            .present(&token, &good.proof("GET", ME, &token).sign())
            .await,
    );
}

/// A key that says what it is for is for nothing else.
#[actix_web::test]
async fn a_key_that_names_another_algorithm_is_refused() {
    let site = Site::new().await;
    let client = Prover::rsa("RS256", KeySize::Rsa2048);
    let token = site.bound(&client).mint();
    for (algorithm, is_good) in [("PS256", false), ("RS512", false), ("RS256", true)] {
        let mut jwk = client.jwk.clone();
        jwk["alg"] = json!(algorithm);
        let proof = client.proof("GET", ME, &token).header("jwk", jwk).sign();
        let answer = site.present(&token, &proof).await;
        assert_eq!(answer.status.is_success(), is_good, "{algorithm}");
    }
}

/// The thumbprint is of the key, whatever else stands in the JWK and however its numbers are padded.
#[actix_web::test]
async fn a_thumbprint_is_of_the_key_and_not_of_its_spelling() {
    let site = Site::new().await;
    let client = Prover::rsa("RS256", KeySize::Rsa2048);
    let bytes = URL_SAFE_NO_PAD
        .decode(client.jwk["n"].as_str().unwrap())
        .unwrap();
    let mut padded = client.jwk.clone();
    padded["n"] = json!(base64url([&[0][..], &bytes].concat()));
    padded["kid"] = json!("1");
    let token = site.bound(&client).mint();
    let proof = client
        .proof("GET", ME, &token)
        .header("jwk", padded.clone());
    assert_in(&site.present(&token, &proof.sign()).await);
    // The spelling's own thumbprint is not the key's.
    let token = site
        .issuer
        .token("alice")
        .claim("cnf", json!({"jkt": thumbprint(&padded)}));
    let token = token.mint();
    let proof = client.proof("GET", ME, &token).header("jwk", padded);
    assert_error(&site.present(&token, &proof.sign()).await, "invalid_token");
}
