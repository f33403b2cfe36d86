//! Token → identity.

use std::fmt;
use std::sync::{Arc, OnceLock};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::algorithm::Algorithm;
use super::cache::Remembered;
use super::claims::{Profile, Rules, Verified};
use super::header::Header;
use super::provider::{self, Material};
use crate::clock::{Clock, unix_seconds};
use crate::identity::{AuthenticationError, Authenticator, Identity, Verification};
#[cfg(feature = "jwks")]
use crate::json::Json;
use crate::json::object;
use crate::scheme::BearerToken;

/// Verifies JWTs against static keys.
pub(super) struct Verifier {
    pub(super) keys: KeySet,
    pub(super) judge: Judge,
}

/// What a token is judged by, besides keys.
pub(super) struct Judge {
    pub(super) rules: Rules,
    pub(super) longest_token: usize,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) remembered: Option<Remembered>,
}

/// The keys that are good at one time.
pub(super) struct KeySet {
    pub(super) keys: Vec<VerifyingKey>,
    /// Another number for another set.
    pub(super) generation: u64,
}

/// By what a key is known again in the next set.
pub(super) type Fingerprint = [u8; 32];

pub(super) struct VerifyingKey {
    pub(super) kid: Option<String>,
    pub(super) algorithm: Algorithm,
    pub(super) material: Material,
    pub(super) fingerprint: Fingerprint,
    /// The first header that a good token of this key had, as it was written. Most tokens of an issuer
    /// have the same one, which then needs no reading.
    pub(super) usual_header: OnceLock<Box<str>>,
}

impl KeySet {
    /// Keys that stay as they are.
    pub(super) fn fixed(keys: Vec<VerifyingKey>) -> Self {
        Self {
            keys,
            generation: 0,
        }
    }

    pub(super) fn hold(&self, key: &Fingerprint) -> bool {
        self.keys.iter().any(|it| it.fingerprint == *key)
    }
}

impl VerifyingKey {
    /// What stands behind the usual header, if that is the one.
    fn behind_usual_header<'t>(&self, message: &'t str) -> Option<&'t str> {
        let behind = message.strip_prefix(&**self.usual_header.get()?)?;
        behind.strip_prefix('.')
    }
}

impl Authenticator for Verifier {
    fn authenticate(&self, token: BearerToken<'_>) -> Verification {
        Verification::now(self.judge.identify(&self.keys, token.as_str()))
    }

    fn recall(&self, token: &[u8]) -> Option<Verification> {
        self.judge.recall(&self.keys, token).map(Verification::now)
    }
}

/// No key has the name that the token gives its own: one that has just been added may.
pub(super) const UNKNOWN_KEY: &str = "unknown_key";
pub(super) const WRONG_ALGORITHM: &str = "algorithm";
pub(super) const WRONG_SIGNATURE: &str = "signature";

impl Judge {
    /// Whose token it is, if it is remembered. The time is judged in any case.
    pub(super) fn recall(
        &self,
        keys: &KeySet,
        token: &[u8],
    ) -> Option<Result<Identity, AuthenticationError>> {
        let remembered = self.remembered.as_ref()?;
        if token.len() > self.longest_token {
            return None;
        }
        let now = unix_seconds(self.clock.now())?;
        let verified = remembered.get(keys, token, now)?;
        if verified.window.is_over(now) {
            remembered.forget(token);
        }
        Some(verified.at(now))
    }

    /// Whose token it is. One that is good is remembered.
    pub(super) fn identify(
        &self,
        keys: &KeySet,
        token: &str,
    ) -> Result<Identity, AuthenticationError> {
        let (key, verified) = self.verify(keys, token)?;
        let now = unix_seconds(self.clock.now())
            .ok_or_else(|| AuthenticationError::broken("the clock stands before 1970"))?;
        let identity = verified.clone().at(now)?;
        if let Some(remembered) = &self.remembered {
            remembered.remember(keys, key.fingerprint, token.as_bytes(), verified, now);
        }
        Ok(identity)
    }

    /// What the token says, and the key that vouches for it. The signature is checked before a single
    /// claim is believed, and the claims are judged before the time, so that only a token that was good
    /// is called expired.
    fn verify<'k>(
        &self,
        keys: &'k KeySet,
        token: &str,
    ) -> Result<(&'k VerifyingKey, Verified), AuthenticationError> {
        let signed = self.signed_claims(&keys.keys, token);
        let (key, claims) = signed.map_err(AuthenticationError::rejected)?;
        let verified = object(&claims).ok_or("claims");
        let verified = verified.and_then(|claims| self.rules.identify(&claims));
        let verified = verified.map_err(AuthenticationError::rejected)?;
        Ok((key, verified.with_claims(claims)))
    }

    /// The payload, as bytes that one of our keys has signed.
    fn signed_claims<'k>(
        &self,
        keys: &'k [VerifyingKey],
        token: &str,
    ) -> Result<(&'k VerifyingKey, Vec<u8>), &'static str> {
        if token.len() > self.longest_token {
            return Err("too_long");
        }
        let (message, signature) = token.rsplit_once('.').ok_or("shape")?;
        let usual = |key: &'k VerifyingKey| Some((key, key.behind_usual_header(message)?));
        let (key, payload, header) = if let Some((key, payload)) = keys.iter().find_map(usual) {
            (key, payload, None)
        } else {
            let (header, payload) = message.split_once('.').ok_or("shape")?;
            (self.key_for(keys, header)?, payload, Some(header))
        };
        let (payload, signature) = (decode(payload)?, decode(signature)?);
        if !provider::verify(key.algorithm, &key.material, message.as_bytes(), &signature) {
            return Err(WRONG_SIGNATURE);
        }
        if let Some(header) = header {
            key.usual_header.get_or_init(|| header.into());
        }
        Ok((key, payload))
    }

    /// The key that a header names, if the header says nothing that it must not.
    fn key_for<'k>(
        &self,
        keys: &'k [VerifyingKey],
        header: &str,
    ) -> Result<&'k VerifyingKey, &'static str> {
        let header = decode(header)?;
        let header = object(&header).ok_or("header")?;
        let header = Header::read(&header, self.rules.profile == Profile::AccessToken)?;
        named(keys, &header)
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
