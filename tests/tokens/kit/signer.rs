//! Keys that sign tokens, made anew in each run.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{self, Ed25519KeyPair, KeyPair, RsaKeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::{AUDIENCE, ISSUER, NOW};

/// An Ed25519 key with a name.
pub(crate) struct Signer {
    kid: Option<String>,
    pair: Ed25519KeyPair,
}

/// Claims that every API of these tests accepts.
pub(crate) fn claims(subject: &str) -> Value {
    json!({ "iss": ISSUER, "sub": subject, "aud": AUDIENCE, "exp": NOW + 100 * 24 * 3600 })
}

impl Signer {
    pub(crate) fn named(kid: &str) -> Self {
        Self {
            kid: Some(kid.into()),
            ..Self::nameless()
        }
    }

    pub(crate) fn nameless() -> Self {
        Self {
            kid: None,
            pair: Ed25519KeyPair::generate().unwrap(),
        }
    }

    pub(crate) fn jwk(&self) -> Value {
        let x = base64url(self.pair.public_key().as_ref());
        let mut jwk = json!({ "kty": "OKP", "crv": "Ed25519", "use": "sig", "x": x });
        if let Some(kid) = &self.kid {
            jwk["kid"] = json!(kid);
        }
        jwk
    }

    pub(crate) fn token(&self, claims: &Value) -> String {
        let mut header = json!({ "alg": "EdDSA" });
        if let Some(kid) = &self.kid {
            header["kid"] = json!(kid);
        }
        let message = message(&header, claims);
        let signature = self.pair.sign(message.as_bytes());
        format!("{message}.{}", base64url(signature.as_ref()))
    }
}

/// An RSA key with the name `rsa`, whose JWK names no algorithm.
pub(crate) struct Rsa(RsaKeyPair);

impl Rsa {
    pub(crate) fn new() -> Self {
        Self(RsaKeyPair::generate(KeySize::Rsa2048).unwrap())
    }

    pub(crate) fn jwk(&self) -> Value {
        let key = self.0.public_key();
        let n = base64url(key.modulus().big_endian_without_leading_zero());
        let e = base64url(key.exponent().big_endian_without_leading_zero());
        json!({ "kty": "RSA", "kid": "rsa", "n": n, "e": e })
    }

    pub(crate) fn token(&self, claims: &Value) -> String {
        let message = message(&json!({ "alg": "RS256", "kid": "rsa" }), claims);
        let mut signature = vec![0; self.0.public_modulus_len()];
        let padding = &signature::RSA_PKCS1_SHA256;
        let random = SystemRandom::new();
        self.0
            .sign(padding, &random, message.as_bytes(), &mut signature)
            .unwrap();
        format!("{message}.{}", base64url(&signature))
    }
}

fn message(header: &Value, claims: &Value) -> String {
    let part = |json: &Value| base64url(json.to_string().as_bytes());
    format!("{}.{}", part(header), part(claims))
}

fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
