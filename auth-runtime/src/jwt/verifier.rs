//! Token → identity.

use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::DecodingKey;

use super::algorithm::Algorithm;
use super::claims::{Profile, Rules};
use super::header::Header;
use super::provider;
use crate::clock::{Clock, unix_seconds};
use crate::identity::{AuthenticationError, Authenticator, Identity, Verification};
#[cfg(feature = "jwks")]
use crate::json::Json;
use crate::json::object;
use crate::scheme::BearerToken;

/// Verifies JWTs against static keys.
pub(super) struct Verifier {
    pub(super) keys: Vec<VerifyingKey>,
    pub(super) judge: Judge,
}

/// What a token is judged by, besides keys.
pub(super) struct Judge {
    pub(super) rules: Rules,
    pub(super) longest_token: usize,
    pub(super) clock: Arc<dyn Clock>,
}

pub(super) struct VerifyingKey {
    pub(super) kid: Option<String>,
    pub(super) algorithm: Algorithm,
    pub(super) material: DecodingKey,
}

impl Authenticator for Verifier {
    fn authenticate(&self, token: BearerToken<'_>) -> Verification {
        Verification::now(self.judge.identify(&self.keys, token.as_str()))
    }
}

/// No key has the name that the token gives its own: one that has just been added may.
pub(super) const UNKNOWN_KEY: &str = "unknown_key";
pub(super) const WRONG_ALGORITHM: &str = "algorithm";
pub(super) const WRONG_SIGNATURE: &str = "signature";

impl Judge {
    /// The signature is checked before a single claim is believed, and the claims are judged
    /// before the time, so that only a token that was good is called expired.
    pub(super) fn identify(
        &self,
        keys: &[VerifyingKey],
        token: &str,
    ) -> Result<Identity, AuthenticationError> {
        let claims = self
            .verified_claims(keys, token)
            .map_err(AuthenticationError::rejected)?;
        let object = object(&claims).ok_or(AuthenticationError::rejected("claims"))?;
        let now = unix_seconds(self.clock.now())
            .ok_or_else(|| AuthenticationError::broken("the clock stands before 1970"))?;
        self.rules.identify(&object, &claims, now)
    }

    /// The payload, as bytes that one of our keys has signed.
    fn verified_claims(&self, keys: &[VerifyingKey], token: &str) -> Result<Vec<u8>, &'static str> {
        if token.len() > self.longest_token {
            return Err("too_long");
        }
        let (message, signature) = token.rsplit_once('.').ok_or("shape")?;
        let (header, payload) = message.split_once('.').ok_or("shape")?;
        let header = decode(header)?;
        let header = object(&header).ok_or("header")?;
        let header = Header::read(&header, self.rules.profile == Profile::AccessToken)?;
        let key = named(keys, &header)?;
        let (payload, signature) = (decode(payload)?, decode(signature)?);
        if provider::verify(key.algorithm, &key.material, message.as_bytes(), &signature) {
            Ok(payload)
        } else {
            Err(WRONG_SIGNATURE)
        }
    }
}

/// The key that the header names, with the algorithm that the key is for. A `kid` is a name to
/// look up and nothing else.
fn named<'k>(
    keys: &'k [VerifyingKey],
    header: &Header<'_>,
) -> Result<&'k VerifyingKey, &'static str> {
    let key = match (&header.kid, keys) {
        (_, [only]) if only.kid.is_none() => Some(only),
        (None, [only]) => Some(only),
        (None, _) => None,
        (Some(kid), keys) => keys.iter().find(|key| key.kid.as_deref() == Some(kid)),
    };
    let key = key.ok_or(UNKNOWN_KEY)?;
    if key.algorithm.is_named(&header.algorithm) {
        Ok(key)
    } else {
        Err(WRONG_ALGORITHM)
    }
}

/// The name that a token gives its key, if it can be read.
#[cfg(feature = "jwks")]
pub(super) fn kid(token: &str) -> Option<String> {
    let (header, _) = token.split_once('.')?;
    let header = decode(header).ok()?;
    match object(&header)?.get("kid") {
        Some(Json::Text(kid)) => Some(kid.clone().into_owned()),
        _ => None,
    }
}

/// base64url without padding, and only the one spelling that an encoder writes.
fn decode(segment: &str) -> Result<Vec<u8>, &'static str> {
    URL_SAFE_NO_PAD.decode(segment).map_err(|_| "base64url")
}

/// Without keys.
impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier").finish_non_exhaustive()
    }
}
