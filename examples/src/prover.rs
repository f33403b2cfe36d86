//! The other side of `DPoP`: a client that holds a key, and proves it with each request (RFC 9449 §4).
//!
//! The shop does not need it. It is here because curl cannot make proofs; `src/bin/prover.rs` makes
//! them on a command line.

use std::error::Error;
use std::fmt;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jsonwebtoken::crypto::aws_lc;
use jsonwebtoken::jwk::{Jwk, ThumbprintHash};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, get_current_timestamp};
use serde::Serialize;

/// A client's key, and the proofs of it.
pub struct Prover {
    /// PKCS#8. A real client keeps its key where it cannot be copied from.
    document: Vec<u8>,
}

/// What a proof says (RFC 9449 §4.2): for which request, with which token, when.
#[derive(Serialize)]
struct Claims<'a> {
    jti: String,
    htm: &'a str,
    htu: &'a str,
    iat: u64,
    ath: String,
}

impl Prover {
    /// A client with a new key, on the curve P-256.
    ///
    /// # Errors
    ///
    /// When the system has no random numbers to give.
    pub fn new() -> Result<Self, Box<dyn Error>> {
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING)?;
        let document = key.to_pkcs8v1()?.as_ref().to_owned();
        Ok(Self { document })
    }

    /// The client whose key this is, as [`to_text`](Self::to_text) gave it.
    ///
    /// # Errors
    ///
    /// When it is no key.
    pub fn from_text(text: &str) -> Result<Self, Box<dyn Error>> {
        let document = BASE64_URL_SAFE_NO_PAD.decode(text)?;
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &document)?;
        Ok(Self { document })
    }

    /// The private key as text.
    pub fn to_text(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(&self.document)
    }

    /// By what others know the key: its thumbprint (RFC 7638).
    ///
    /// # Errors
    ///
    /// When the key is none that a JWK can hold.
    pub fn thumbprint(&self) -> Result<String, Box<dyn Error>> {
        Ok(self.public()?.thumbprint(ThumbprintHash::SHA256)?)
    }

    /// A proof for one request with this token.
    ///
    /// # Errors
    ///
    /// When the key cannot sign, or the system has no random numbers to give.
    pub fn proof(&self, method: &str, url: &str, token: &str) -> Result<String, Box<dyn Error>> {
        let mut id = [0; 16];
        getrandom::fill(&mut id)?;
        let header = Header {
            typ: Some("dpop+jwt".into()),
            jwk: Some(self.public()?),
            ..Header::new(Algorithm::ES256)
        };
        let claims = Claims {
            jti: BASE64_URL_SAFE_NO_PAD.encode(id),
            htm: method,
            htu: url,
            iat: get_current_timestamp(),
            ath: BASE64_URL_SAFE_NO_PAD.encode(digest(&SHA256, token.as_bytes())),
        };
        Ok(encode(&header, &claims, &self.key())?)
    }

    fn key(&self) -> EncodingKey {
        // As in the shop: jsonwebtoken may have two backends, and then refuses to choose.
        let _ = aws_lc::DEFAULT_PROVIDER.install_default();
        EncodingKey::from_ec_der(&self.document)
    }

    fn public(&self) -> Result<Jwk, jsonwebtoken::errors::Error> {
        Jwk::from_encoding_key(&self.key(), Algorithm::ES256)
    }
}

/// Without the key.
impl fmt::Debug for Prover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prover").finish_non_exhaustive()
    }
}
