//! The cases by which the MCP conformance suite judges how a server takes DPoP: two that come in, and
//! fourteen that do not.

use serde_json::json;

use crate::proofs::{assert_error, assert_in, assert_no_proof};
use crate::prover::{Prover, base64url};
use crate::site::{ME, NOW, Site, presenting};

#[actix_web::test]
async fn two_come_in() {
    let site = Site::new().await;
    let token = site.token();
    let proof = site.client.proof("GET", ME, &token).sign();
    assert_in(&site.present(&token, &proof).await);
    let proof = site
        .client
        .proof("GET", "https://API.example:443/me", &token)
        .sign();
    assert_in(&site.present(&token, &proof).await);
}

#[actix_web::test]
async fn fourteen_do_not() {
    let site = Site::new().await;
    let token = site.token();
    let good = || site.client.proof("GET", ME, &token);
    let mut private = site.client.jwk.clone();
    private["d"] = json!(base64url([1; 32]));
    let signed = good().sign();
    let tampered = {
        let (message, signature) = signed.rsplit_once('.').unwrap();
        let first = if signature.starts_with('A') { "B" } else { "A" };
        format!("{message}.{first}{}", &signature[1..])
    };
    let refused = [
        ("wrong type", good().header("typ", "jwt").sign()),
        (
            "symmetric",
            Prover::secret().proof("GET", ME, &token).sign(),
        ),
        ("private key", good().header("jwk", private).sign()),
        ("tampered", tampered),
        ("no jti", good().without("jti").sign()),
        ("htm", good().claim("htm", "POST").sign()),
        (
            "htu",
            good().claim("htu", "https://api.example/other").sign(),
        ),
        ("stale", good().claim("iat", NOW - 3600).sign()),
        ("ath", good().claim("ath", "x").sign()),
        ("query", good().claim("htu", format!("{ME}?a=b")).sign()),
        ("fragment", good().claim("htu", format!("{ME}#a")).sign()),
        ("two", format!("{}, {}", good().sign(), good().sign())),
    ];
    // No proof at all.
    assert_no_proof(&presenting("/me", &token).send(&site.app).await);
    for (case, proof) in &refused {
        let answer = site.present(&token, proof).await;
        assert_eq!(answer.status.as_u16(), 401, "{case}");
        assert_no_proof(&answer);
    }
    assert_eq!(refused.len() + 2, 14);
    // Here the proof is good, and the token is bound to another key.
    let other = Prover::es256().proof("GET", ME, &token).sign();
    assert_error(&site.present(&token, &other).await, "invalid_token");
}
