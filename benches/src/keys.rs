//! One key pair for each algorithm: signs the tokens of a run, and is given to every contender.

use std::fs;
use std::path::Path;

use auth_runtime::jwt;
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256,
    RsaKeyPair,
};
use jsonwebtoken::{Algorithm, DecodingKey};

const SECRET: [u8; 64] = [7; 64];

/// The algorithms that are measured, by their names of RFC 7518 and RFC 8037.
pub const ALGORITHMS: [&str; 4] = ["HS256", "RS256", "ES256", "EdDSA"];

/// What signs the tokens of a run.
pub enum Keys {
    Hs256,
    Rs256(Box<RsaKeyPair>),
    Es256(EcdsaKeyPair),
    EdDsa(Ed25519KeyPair),
}

impl Keys {
    /// The key for this algorithm. RSA keys take long to find, and under valgrind much longer, so the one in this file
    /// is used, or left there.
    pub fn of(algorithm: &str, rsa: &Path) -> Self {
        match algorithm {
            "HS256" => Self::Hs256,
            "RS256" => Self::Rs256(Box::new(rsa_key(rsa))),
            "ES256" => Self::Es256(
                EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).expect("random bytes"),
            ),
            "EdDSA" => Self::EdDsa(Ed25519KeyPair::generate().expect("random bytes")),
            other => panic!("no algorithm {other}: choose one of {ALGORITHMS:?}"),
        }
    }

    pub fn algorithm(&self) -> Algorithm {
        match self {
            Self::Hs256 => Algorithm::HS256,
            Self::Rs256(_) => Algorithm::RS256,
            Self::Es256(_) => Algorithm::ES256,
            Self::EdDsa(_) => Algorithm::EdDSA,
        }
    }

    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Hs256 => hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &SECRET), message)
                .as_ref()
                .to_vec(),
            Self::Rs256(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(
                    &RSA_PKCS1_SHA256,
                    &SystemRandom::new(),
                    message,
                    &mut signature,
                )
                .expect("RSA signs");
                signature
            }
            Self::Es256(pair) => pair
                .sign(&SystemRandom::new(), message)
                .expect("ECDSA signs")
                .as_ref()
                .to_vec(),
            Self::EdDsa(pair) => pair.sign(message).as_ref().to_vec(),
        }
    }

    /// For those who verify with jsonwebtoken.
    pub fn decoding_key(&self) -> DecodingKey {
        match self {
            Self::Hs256 => DecodingKey::from_secret(&SECRET),
            Self::Rs256(pair) => DecodingKey::from_rsa_der(pair.public_key().as_ref()),
            Self::Es256(pair) => DecodingKey::from_ec_der(pair.public_key().as_ref()),
            Self::EdDsa(pair) => DecodingKey::from_ed_der(pair.public_key().as_ref()),
        }
    }

    /// For the attributes.
    pub fn key(&self) -> jwt::Key {
        let spki: PublicKeyX509Der<'_> = match self {
            Self::Hs256 => return jwt::Key::secret(jwt::Algorithm::HS256, SECRET),
            Self::Rs256(pair) => pair.public_key().as_der(),
            Self::Es256(pair) => pair.public_key().as_der(),
            Self::EdDsa(pair) => pair.public_key().as_der(),
        }
        .expect("a public key has a DER form");
        let algorithm = match self {
            Self::Rs256(_) => jwt::Algorithm::RS256,
            Self::Es256(_) => jwt::Algorithm::ES256,
            Self::Hs256 | Self::EdDsa(_) => jwt::Algorithm::EdDSA,
        };
        jwt::Key::der(algorithm, spki.as_ref())
    }
}

fn rsa_key(path: &Path) -> RsaKeyPair {
    if let Ok(der) = fs::read(path) {
        return RsaKeyPair::from_pkcs8(&der).expect("the file holds a key that was left there");
    }
    let pair = RsaKeyPair::generate(KeySize::Rsa2048).expect("random bytes");
    let der: Pkcs8V1Der<'_> = pair.as_der().expect("a key has a DER form");
    fs::write(path, der.as_ref()).expect("the key can be kept");
    pair
}
