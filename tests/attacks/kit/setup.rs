//! The configurations under attack.

use std::time::Duration;

use auth_runtime::Auth;
use auth_runtime::jwt::{Algorithm, Jwt, Key, RoleClaim};
use auth_runtime::testing::TestClock;

use super::keys::{TestKey, keys};

/// The time at which the clock of every setup stands: 2027-01-15T08:00:00Z.
pub(crate) const NOW: u64 = 1_800_000_000;
pub(crate) const ISSUER: &str = "https://issuer.test";
pub(crate) const AUDIENCE: &str = "test-api";

/// Who is attacked: an API with the key, the issuer and the audience that a good token has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Setup {
    Hs256,
    Rs256,
    Ps256,
    Es256,
    Es384,
    EdDsa,
    /// An RS256 key `rsa-1` beside an ES256 key `ec-1`.
    Several,
    /// One RS256 key that has the name `rsa-1`.
    Named,
    /// HS256, RFC 9068 tokens only.
    AccessTokens,
    /// HS256, roles in `realm_access.roles`.
    NestedRoles,
    /// HS256, clocks may be a minute off.
    Leeway,
}

impl Setup {
    pub(crate) const ALL: [Self; 11] = [
        Self::Hs256,
        Self::Rs256,
        Self::Ps256,
        Self::Es256,
        Self::Es384,
        Self::EdDsa,
        Self::Several,
        Self::Named,
        Self::AccessTokens,
        Self::NestedRoles,
        Self::Leeway,
    ];

    /// What a good token is signed with.
    pub(crate) fn algorithm(self) -> Algorithm {
        match self {
            Self::Hs256 | Self::AccessTokens | Self::NestedRoles | Self::Leeway => Algorithm::HS256,
            Self::Rs256 | Self::Several | Self::Named => Algorithm::RS256,
            Self::Ps256 => Algorithm::PS256,
            Self::Es256 => Algorithm::ES256,
            Self::Es384 => Algorithm::ES384,
            Self::EdDsa => Algorithm::EdDSA,
        }
    }

    /// The key that a good token is signed with.
    pub(crate) fn key(self) -> &'static TestKey {
        match self.algorithm() {
            Algorithm::HS256 => &keys().secret,
            Algorithm::ES256 => &keys().p256,
            Algorithm::ES384 => &keys().p384,
            Algorithm::EdDSA => &keys().ed25519,
            _ => &keys().rsa,
        }
    }

    /// The key of somebody else for the same algorithm.
    pub(crate) fn others_key(self) -> &'static TestKey {
        match self.algorithm() {
            Algorithm::HS256 => &keys().others_secret,
            Algorithm::ES256 => &keys().others_p256,
            Algorithm::ES384 => &keys().others_p384,
            Algorithm::EdDSA => &keys().others_ed25519,
            _ => &keys().others_rsa,
        }
    }

    /// The name of the key, where a token has to say it.
    pub(crate) fn kid(self) -> Option<&'static str> {
        matches!(self, Self::Several | Self::Named).then_some("rsa-1")
    }

    pub(crate) fn jwt(self) -> Jwt {
        let key = match self.key() {
            TestKey::Secret(secret) => Key::secret(self.algorithm(), secret),
            public => Key::pem(self.algorithm(), public.pem()),
        };
        let key = match self.kid() {
            Some(kid) => key.kid(kid),
            None => key,
        };
        let ec = || Key::pem(Algorithm::ES256, keys().p256.pem()).kid("ec-1");
        let jwt = match self {
            Self::Several => Jwt::keys([key, ec()]),
            Self::AccessTokens => Jwt::keys([key]).only_access_tokens(),
            Self::NestedRoles => Jwt::keys([key]).roles(RoleClaim::keycloak_realm()),
            Self::Leeway => Jwt::keys([key]).leeway(Duration::from_secs(60)),
            _ => Jwt::keys([key]),
        };
        jwt.issuer(ISSUER).audience(AUDIENCE)
    }

    pub(crate) fn auth(self) -> Auth {
        Auth::builder()
            .bearer(self.jwt())
            .clock(TestClock::at(NOW))
            .build()
            .unwrap()
    }
}
