//! Key pairs, made anew in each run, so that no private key lies in the repository.

use std::sync::LazyLock;

use auth_runtime::jwt::Algorithm;
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    self, EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair, RsaEncoding, RsaKeyPair,
};
use aws_lc_rs::{hmac, rand};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::token::base64url;

/// A key that signs and can be given away.
pub(crate) enum TestKey {
    Secret(Vec<u8>),
    Rsa(Box<RsaKeyPair>),
    /// The curve's name in a JWK.
    Ec(&'static str, EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

/// The keys of a run: the right ones, and those of somebody else.
pub(crate) struct Keys {
    pub(crate) secret: TestKey,
    pub(crate) rsa: TestKey,
    pub(crate) p256: TestKey,
    pub(crate) p384: TestKey,
    pub(crate) ed25519: TestKey,
    pub(crate) others_secret: TestKey,
    pub(crate) others_rsa: TestKey,
    pub(crate) others_p256: TestKey,
    pub(crate) others_p384: TestKey,
    pub(crate) others_ed25519: TestKey,
}

pub(crate) fn keys() -> &'static Keys {
    static KEYS: LazyLock<Keys> = LazyLock::new(|| Keys {
        secret: secret(),
        rsa: rsa(),
        p256: p256(),
        p384: p384(),
        ed25519: ed25519(),
        others_secret: secret(),
        others_rsa: rsa(),
        others_p256: p256(),
        others_p384: p384(),
        others_ed25519: ed25519(),
    });
    &KEYS
}

fn secret() -> TestKey {
    let mut secret = vec![0; 64];
    rand::fill(&mut secret).unwrap();
    // HMAC fills a secret up with zeros, so one that ends in zero is equal to a shorter one.
    for byte in &mut secret {
        *byte |= 1;
    }
    TestKey::Secret(secret)
}

fn rsa() -> TestKey {
    TestKey::Rsa(Box::new(RsaKeyPair::generate(KeySize::Rsa2048).unwrap()))
}

fn p256() -> TestKey {
    ec("P-256", &signature::ECDSA_P256_SHA256_FIXED_SIGNING)
}

fn p384() -> TestKey {
    ec("P-384", &signature::ECDSA_P384_SHA384_FIXED_SIGNING)
}

fn ed25519() -> TestKey {
    TestKey::Ed25519(Ed25519KeyPair::generate().unwrap())
}

pub(crate) fn ec(curve: &'static str, algorithm: &'static EcdsaSigningAlgorithm) -> TestKey {
    TestKey::Ec(curve, EcdsaKeyPair::generate(algorithm).unwrap())
}

impl TestKey {
    /// A signature. For a curve, the hash is the curve's own.
    pub(crate) fn sign(&self, algorithm: Algorithm, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Secret(secret) => tag(algorithm, secret, message),
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                let random = SystemRandom::new();
                pair.sign(rsa_encoding(algorithm), &random, message, &mut signature)
                    .unwrap();
                signature
            }
            Self::Ec(_, pair) => {
                let signature = pair.sign(&SystemRandom::new(), message).unwrap();
                signature.as_ref().to_vec()
            }
            Self::Ed25519(pair) => pair.sign(message).as_ref().to_vec(),
        }
    }

    /// The public key as `SubjectPublicKeyInfo`.
    pub(crate) fn spki(&self) -> Vec<u8> {
        let der: PublicKeyX509Der<'_> = match self {
            Self::Secret(_) => panic!("a secret has no public part"),
            Self::Rsa(pair) => pair.public_key().as_der().unwrap(),
            Self::Ec(_, pair) => pair.public_key().as_der().unwrap(),
            Self::Ed25519(pair) => pair.public_key().as_der().unwrap(),
        };
        der.as_ref().to_vec()
    }

    /// The public key in its shortest form: PKCS #1, the curve point, the 32 bytes; or the secret.
    pub(crate) fn raw(&self) -> Vec<u8> {
        match self {
            Self::Secret(secret) => secret.clone(),
            Self::Rsa(pair) => pair.public_key().as_ref().to_vec(),
            Self::Ec(_, pair) => pair.public_key().as_ref().to_vec(),
            Self::Ed25519(pair) => pair.public_key().as_ref().to_vec(),
        }
    }

    /// The public key as PEM.
    pub(crate) fn pem(&self) -> String {
        pem("PUBLIC KEY", &self.spki())
    }

    /// The private key as PEM.
    pub(crate) fn private_pem(&self) -> String {
        let Self::Rsa(pair) = self else {
            panic!("only asked of RSA keys");
        };
        let der: Pkcs8V1Der<'_> = pair.as_der().unwrap();
        pem("PRIVATE KEY", der.as_ref())
    }

    /// The public key, or the secret, as a JWK without `alg` and `kid`.
    pub(crate) fn jwk(&self) -> Value {
        match self {
            Self::Secret(secret) => json!({"kty": "oct", "k": base64url(secret)}),
            Self::Rsa(pair) => {
                let (n, e) = (pair.public_key().modulus(), pair.public_key().exponent());
                let [n, e] = [n, e].map(|it| base64url(it.big_endian_without_leading_zero()));
                json!({"kty": "RSA", "n": n, "e": e})
            }
            Self::Ec(curve, pair) => {
                let point = &pair.public_key().as_ref()[1..];
                let (x, y) = point.split_at(point.len() / 2);
                json!({"kty": "EC", "crv": curve, "x": base64url(x), "y": base64url(y)})
            }
            Self::Ed25519(_) => {
                json!({"kty": "OKP", "crv": "Ed25519", "x": base64url(self.raw())})
            }
        }
    }
}

fn tag(algorithm: Algorithm, secret: &[u8], message: &[u8]) -> Vec<u8> {
    let hash = match algorithm {
        Algorithm::HS384 => hmac::HMAC_SHA384,
        Algorithm::HS512 => hmac::HMAC_SHA512,
        _ => hmac::HMAC_SHA256,
    };
    let tag = hmac::sign(&hmac::Key::new(hash, secret), message);
    tag.as_ref().to_vec()
}

fn rsa_encoding(algorithm: Algorithm) -> &'static dyn RsaEncoding {
    match algorithm {
        Algorithm::RS256 => &signature::RSA_PKCS1_SHA256,
        Algorithm::RS384 => &signature::RSA_PKCS1_SHA384,
        Algorithm::RS512 => &signature::RSA_PKCS1_SHA512,
        Algorithm::PS256 => &signature::RSA_PSS_SHA256,
        Algorithm::PS384 => &signature::RSA_PSS_SHA384,
        Algorithm::PS512 => &signature::RSA_PSS_SHA512,
        other => panic!("{other} is no RSA algorithm"),
    }
}

/// PEM with lines of 64 characters (RFC 7468 §2).
pub(crate) fn pem(label: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines: Vec<_> = text
        .as_bytes()
        .chunks(64)
        .map(|line| std::str::from_utf8(line).unwrap())
        .collect();
    format!(
        "-----BEGIN {label}-----\n{}\n-----END {label}-----\n",
        lines.join("\n")
    )
}
