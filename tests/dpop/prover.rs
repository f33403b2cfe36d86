//! A client with a key, and proofs in the making.

use std::sync::atomic::{AtomicU64, Ordering};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair,
    KeyPair, RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaEncoding, RsaKeyPair,
};
use aws_lc_rs::{digest, hmac};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

use crate::site::NOW;

pub(crate) fn base64url(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(crate) fn sha256(text: &str) -> String {
    base64url(digest::digest(&digest::SHA256, text.as_bytes()))
}

/// A client's key.
pub(crate) struct Prover {
    pub(crate) algorithm: &'static str,
    pub(crate) jwk: Value,
    key: Key,
}

enum Key {
    Ecdsa(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
    Rsa(RsaKeyPair, &'static dyn RsaEncoding),
    Secret(Vec<u8>),
}

impl Prover {
    pub(crate) fn es256() -> Self {
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
        Self::ecdsa("ES256", "P-256", key)
    }

    pub(crate) fn es384() -> Self {
        let key = EcdsaKeyPair::generate(&ECDSA_P384_SHA384_FIXED_SIGNING).unwrap();
        Self::ecdsa("ES384", "P-384", key)
    }

    fn ecdsa(algorithm: &'static str, curve: &str, key: EcdsaKeyPair) -> Self {
        let point = &key.public_key().as_ref()[1..];
        let (x, y) = point.split_at(point.len() / 2);
        Self {
            algorithm,
            jwk: json!({"kty": "EC", "crv": curve, "x": base64url(x), "y": base64url(y)}),
            key: Key::Ecdsa(key),
        }
    }

    pub(crate) fn ed25519() -> Self {
        let key = Ed25519KeyPair::generate().unwrap();
        let x = base64url(key.public_key());
        Self {
            algorithm: "EdDSA",
            jwk: json!({"kty": "OKP", "crv": "Ed25519", "x": x}),
            key: Key::Ed25519(key),
        }
    }

    pub(crate) fn rsa(algorithm: &'static str, size: KeySize) -> Self {
        Self::with_rsa(algorithm, RsaKeyPair::generate(size).unwrap())
    }

    fn with_rsa(algorithm: &'static str, key: RsaKeyPair) -> Self {
        let encoding: &'static dyn RsaEncoding = match algorithm {
            "PS256" => &RSA_PSS_SHA256,
            _ => &RSA_PKCS1_SHA256,
        };
        let public = key.public_key();
        let n = base64url(public.modulus().big_endian_without_leading_zero());
        let e = base64url(public.exponent().big_endian_without_leading_zero());
        Self {
            algorithm,
            jwk: json!({"kty": "RSA", "n": n, "e": e}),
            key: Key::Rsa(key, encoding),
        }
    }

    /// A "key" that whoever reads the proof has too.
    pub(crate) fn secret() -> Self {
        let secret = vec![7; 32];
        Self {
            algorithm: "HS256",
            jwk: json!({"kty": "oct", "k": base64url(&secret)}),
            key: Key::Secret(secret),
        }
    }

    /// RFC 7638 §3.
    pub(crate) fn thumbprint(&self) -> String {
        thumbprint(&self.jwk)
    }

    /// A proof for a request that presents this token.
    pub(crate) fn proof(&self, method: &str, url: &str, token: &str) -> Draft<'_> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let id = format!("proof {}", NEXT.fetch_add(1, Ordering::Relaxed));
        let header = json!({"typ": "dpop+jwt", "alg": self.algorithm, "jwk": self.jwk});
        let claims =
            json!({"jti": id, "htm": method, "htu": url, "iat": NOW, "ath": sha256(token)});
        Draft {
            prover: self,
            header: members(header),
            claims: members(claims),
        }
    }

    pub(crate) fn sign(&self, header: &str, claims: &str) -> String {
        let message = format!("{}.{}", base64url(header), base64url(claims));
        let random = SystemRandom::new();
        let bytes = message.as_bytes();
        let signature = match &self.key {
            Key::Ecdsa(key) => key.sign(&random, bytes).unwrap().as_ref().to_vec(),
            Key::Ed25519(key) => key.sign(bytes).as_ref().to_vec(),
            Key::Rsa(key, encoding) => {
                let mut signature = vec![0; key.public_modulus_len()];
                key.sign(*encoding, &random, bytes, &mut signature).unwrap();
                signature
            }
            Key::Secret(secret) => {
                let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
                hmac::sign(&key, bytes).as_ref().to_vec()
            }
        };
        format!("{message}.{}", base64url(signature))
    }
}

/// Of the members that RFC 7638 §3.2 names, in alphabetical order, which is how `Value` writes them.
pub(crate) fn thumbprint(jwk: &Value) -> String {
    let names: &[&str] = match jwk["kty"].as_str().unwrap() {
        "EC" => &["crv", "kty", "x", "y"],
        "OKP" => &["crv", "kty", "x"],
        "RSA" => &["e", "kty", "n"],
        _ => &["k", "kty"],
    };
    let members: Vec<_> = names
        .iter()
        .map(|name| format!("\"{name}\":{}", jwk[*name]))
        .collect();
    sha256(&format!("{{{}}}", members.join(",")))
}

fn members(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        other => panic!("{other} is no object"),
    }
}

/// A proof in the making.
#[derive(Clone)]
pub(crate) struct Draft<'a> {
    prover: &'a Prover,
    header: Map<String, Value>,
    claims: Map<String, Value>,
}

impl Draft<'_> {
    pub(crate) fn header(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.header.insert(name.into(), value.into());
        self
    }

    pub(crate) fn without_header(mut self, name: &str) -> Self {
        self.header.remove(name).expect("it was there");
        self
    }

    pub(crate) fn claim(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.claims.insert(name.into(), value.into());
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.claims.remove(name).expect("it was there");
        self
    }

    pub(crate) fn sign(self) -> String {
        let (header, claims) = self.texts();
        self.prover.sign(&header, &claims)
    }

    /// Header and claims as text, to be spoilt by hand.
    pub(crate) fn texts(&self) -> (String, String) {
        let text = |members: &Map<String, Value>| Value::from(members.clone()).to_string();
        (text(&self.header), text(&self.claims))
    }
}
