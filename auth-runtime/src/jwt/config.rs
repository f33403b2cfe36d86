//! Which tokens are accepted.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::algorithm::{Algorithm, Family};
use super::cache::{TokenCache, remembering};
use super::claims::Profile;
use super::key::{Key, Loaded};
#[cfg(feature = "jwks")]
use super::remote::Remote;
use super::verifier::{Judge, KeySet, Verifier, VerifyingKey};
use super::wanted::Wanted;
use super::{RoleClaim, jwk};
use crate::clock::Clock;
use crate::identity::Authenticator;
use crate::scheme::TokenConfig;
#[cfg(feature = "introspection")]
use crate::scheme::TokenKind;
use crate::store::Store;

/// Which JWTs are accepted as Bearer tokens: keys, issuer, audience, and where roles are.
///
/// An audience has to be chosen, and every token needs `exp` and `sub`. Mistakes are reported by
/// [`AuthBuilder::build`](crate::AuthBuilder::build), all at once. Tokens whose signature was good are
/// remembered for a while: [`cache`](Self::cache).
///
/// ```
/// use auth_runtime::jwt::{Algorithm, Jwt, Key, RoleClaim};
///
/// # let (current, next) = ([1; 64], [2; 64]);
/// let jwt = Jwt::keys([
///         Key::secret(Algorithm::HS512, current).kid("2026-11"),
///         Key::secret(Algorithm::HS512, next).kid("2026-12"),
///     ])
///     .issuer("https://id.example")
///     .audience("https://api.example")
///     .roles(RoleClaim::groups());
/// ```
#[derive(Debug, Clone)]
#[must_use = "a `Jwt` takes effect through `AuthBuilder::bearer`"]
pub struct Jwt {
    keys: Vec<Key>,
    problems: Vec<String>,
    wanted: Wanted,
    only_access_tokens: bool,
    longest_token: usize,
    accept_weak_keys: bool,
    pub(super) cache: Option<TokenCache>,
    #[cfg(feature = "jwks")]
    pub(super) remote: Option<Remote>,
}

/// RFC 8725 has no number; this holds a token with hundreds of roles.
pub(crate) const LONGEST_TOKEN: usize = 16 * 1024;

impl Jwt {
    /// Tokens signed with a shared secret of at least 32 bytes, by HS256.
    pub fn hs256(secret: impl AsRef<[u8]>) -> Self {
        Self::keys([Key::secret(Algorithm::HS256, secret)])
    }

    /// Tokens signed with a shared secret of at least 48 bytes, by HS384.
    pub fn hs384(secret: impl AsRef<[u8]>) -> Self {
        Self::keys([Key::secret(Algorithm::HS384, secret)])
    }

    /// Tokens signed with a shared secret of at least 64 bytes, by HS512.
    pub fn hs512(secret: impl AsRef<[u8]>) -> Self {
        Self::keys([Key::secret(Algorithm::HS512, secret)])
    }

    /// Tokens signed by the holder of this public key, in PEM.
    pub fn pem(algorithm: Algorithm, pem: impl AsRef<str>) -> Self {
        Self::keys([Key::pem(algorithm, pem)])
    }

    /// Tokens signed by one of these keys. A token's `kid` selects; several keys need one each.
    pub fn keys(keys: impl IntoIterator<Item = Key>) -> Self {
        Self {
            keys: keys.into_iter().collect(),
            problems: Vec::new(),
            wanted: Wanted::default(),
            only_access_tokens: false,
            longest_token: LONGEST_TOKEN,
            accept_weak_keys: false,
            cache: Some(TokenCache::new()),
            #[cfg(feature = "jwks")]
            remote: None,
        }
    }

    /// Tokens signed by a key of a JWK set (RFC 7517 §5). Keys for encryption and keys of unknown
    /// kinds are left out; a key that contradicts itself is an error.
    pub fn jwk_set(json: impl AsRef<str>) -> Self {
        Self::of_set(jwk::set(json.as_ref(), None))
    }

    /// The same for a set whose RSA keys do not name their algorithm.
    pub fn jwk_set_for(json: impl AsRef<str>, rsa: Algorithm) -> Self {
        Self::of_set(jwk::set(json.as_ref(), Some(rsa)))
    }

    fn of_set(set: Result<Vec<Key>, String>) -> Self {
        match set {
            Ok(keys) => Self::keys(keys),
            Err(problem) => Self {
                problems: vec![problem],
                ..Self::keys([])
            },
        }
    }

    /// Accepts only tokens of this issuer (`iss`). Given twice, of either, and then every key signs
    /// for both: issuers that do not trust each other need an `Auth` each. Without it, `iss` is not
    /// looked at: the keys alone say whose tokens they are. Keys by URL need it.
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.wanted.issuers.push(issuer.into());
        self
    }

    /// Accepts only tokens for this audience (`aud`): the name by which the issuer knows this API.
    /// Given twice, for either.
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.wanted.audiences.push(audience.into());
        self
    }

    /// Accepts tokens for any audience, or for none. A token that a user gave to another service
    /// then opens this one too.
    pub fn dangerous_any_audience(mut self) -> Self {
        self.wanted.any_audience = true;
        self
    }

    /// How far the issuer's clock may be off, for `exp` and `nbf`, in whole seconds: none unless
    /// said otherwise, and at most five minutes.
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.wanted.leeway = leeway;
        self
    }

    /// Where the permissions are: the claim `permissions` unless said otherwise.
    pub fn permissions(mut self, claim: RoleClaim) -> Self {
        self.wanted.permissions = claim;
        self
    }

    /// Where the roles are: the claim `roles` unless said otherwise.
    pub fn roles(mut self, claim: RoleClaim) -> Self {
        self.wanted.roles = claim;
        self
    }

    /// Accepts only access tokens as RFC 9068 defines them: `typ` is `at+jwt`, and `iat`, `jti`
    /// and `client_id` are there.
    ///
    /// Without it a token may also have `typ` `JWT` or none; a token that says it is something
    /// else (an ID token of some issuers, a DPoP proof) is refused either way.
    pub fn only_access_tokens(mut self) -> Self {
        self.only_access_tokens = true;
        self
    }

    /// Refuses longer tokens before reading them: 16 KiB unless said otherwise, in bytes.
    pub fn longest_token(mut self, bytes: usize) -> Self {
        self.longest_token = bytes;
        self
    }

    /// Accepts secrets shorter than their hash, which can be guessed offline from one token, and
    /// RSA keys under 2048 bits, as far as the backend still verifies with them.
    pub fn dangerous_accept_weak_keys(mut self) -> Self {
        self.accept_weak_keys = true;
        self
    }

    #[cfg(feature = "jwks")]
    pub(super) fn problem(&mut self, problem: String) {
        self.problems.push(problem);
    }

    /// The verifier, or everything that is wrong.
    fn verifier(self, clock: Arc<dyn Clock>) -> Result<Arc<dyn Authenticator>, Vec<String>> {
        let mut problems = self.problems.clone();
        self.check_settings(&mut problems);
        let profile = if self.only_access_tokens {
            Profile::AccessToken
        } else {
            Profile::Jwt
        };
        let rules = self.wanted.rules(profile, &mut problems);
        let keys = checked_keys(self.keys, self.accept_weak_keys, &mut problems);
        let judge = Judge {
            rules,
            longest_token: self.longest_token,
            clock,
            remembered: remembering(self.cache, &mut problems),
        };
        #[cfg(feature = "jwks")]
        if let Some(remote) = self.remote {
            return remote.build(judge, self.accept_weak_keys, problems);
        }
        if problems.is_empty() {
            let keys = KeySet::fixed(keys);
            Ok(Arc::new(Verifier { keys, judge }))
        } else {
            Err(problems)
        }
    }

    #[cfg(feature = "jwks")]
    fn has_keys(&self) -> bool {
        self.remote.is_some() || !self.keys.is_empty()
    }

    #[cfg(not(feature = "jwks"))]
    fn has_keys(&self) -> bool {
        !self.keys.is_empty()
    }

    fn check_settings(&self, problems: &mut Vec<String>) {
        if self.only_access_tokens && self.wanted.issuers.is_empty() {
            problems.push(
                "`.only_access_tokens()` without an issuer: RFC 9068 has every token checked for \
                 it, so add `.issuer(\"…\")`"
                    .into(),
            );
        }
        if !self.has_keys() && self.problems.is_empty() {
            problems.push("there is no key to verify tokens with: add one".into());
        }
    }
}

impl TokenConfig for Jwt {
    fn build(
        self: Box<Self>,
        clock: &Arc<dyn Clock>,
        _: &Arc<dyn Store>,
    ) -> Result<Arc<dyn Authenticator>, Vec<String>> {
        self.verifier(clock.clone())
    }

    #[cfg(feature = "introspection")]
    fn kind(&self) -> TokenKind {
        TokenKind::Jwt
    }
}

/// The keys, if they go together; what is wrong with each is told.
pub(super) fn checked_keys(
    keys: Vec<Key>,
    accept_weak: bool,
    problems: &mut Vec<String>,
) -> Vec<VerifyingKey> {
    check_kids(&keys, problems);
    let usable = |key| usable(key, accept_weak, problems);
    let keys: Vec<_> = keys.into_iter().filter_map(usable).collect();
    check_families(&keys, problems);
    keys
}

fn check_kids(keys: &[Key], problems: &mut Vec<String>) {
    let mut seen = HashSet::new();
    for key in keys {
        match &key.kid {
            Some(kid) if kid.is_empty() => {
                problems.push("a key has the empty `kid` \"\": name it".into());
            }
            Some(kid) if !seen.insert(kid) => {
                problems.push(format!("two keys have the `kid` {kid:?}: name them apart"));
            }
            None if keys.len() > 1 => problems.push(
                "of several keys, one has no `kid`: name it with `Key::kid`, so that a token \
                 can say which one it means"
                    .into(),
            ),
            _ => {}
        }
    }
}

fn usable(key: Key, accept_weak: bool, problems: &mut Vec<String>) -> Option<VerifyingKey> {
    match key.loaded {
        Ok(Loaded {
            weakness: Some(weakness),
            ..
        }) if !accept_weak => {
            problems.push(weakness);
            None
        }
        Ok(Loaded {
            algorithm,
            material,
            ..
        }) => Some(VerifyingKey {
            kid: key.kid,
            algorithm,
            material,
            fingerprint: Default::default(),
            usual_header: OnceLock::new(),
        }),
        Err(problem) => {
            problems.push(problem);
            None
        }
    }
}

/// A secret beside public keys invites confusion of the two (RFC 8725 §2.1).
fn check_families(keys: &[VerifyingKey], problems: &mut Vec<String>) {
    let secrets = keys
        .iter()
        .filter(|key| key.algorithm.family() == Family::Hmac)
        .count();
    if secrets != 0 && secrets != keys.len() {
        problems
            .push("shared secrets and public keys are mixed: use two `Auth`, one for each".into());
    }
}
