//! Tokens: what this shop issues is what this shop accepts.

use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use auth_runtime::Clock;
use auth_runtime::jwt::Jwt;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jsonwebtoken::crypto::aws_lc;
use jsonwebtoken::{EncodingKey, Header, encode};
use serde::Serialize;

use super::check::Known;
use crate::error::AppError;

const ISSUER: &str = "https://bookshop.example";

/// How long a token is good. A role that is taken away lives on until then, so not for long.
pub(super) const LIFETIME: Duration = Duration::from_secs(15 * 60);

/// Signs tokens with a secret that nobody else has.
pub(crate) struct TokenIssuer {
    key: EncodingKey,
    audience: String,
    clock: Arc<dyn Clock>,
}

/// What a token says: the claims of RFC 7519 §4.1, when and how the user logged in, and the roles.
#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    aud: &'a str,
    sub: &'a str,
    /// By this name it can be revoked.
    jti: &'a str,
    iat: u64,
    exp: u64,
    auth_time: u64,
    acr: &'a str,
    roles: &'a [String],
    /// Of our own: how to greet, and where its owner works.
    greeting: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    branch: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cnf: Option<Confirmation<'a>>,
}

/// Whose the token is only, as RFC 9449 §6.1 writes it.
#[derive(Serialize)]
struct Confirmation<'a> {
    jkt: &'a str,
}

impl TokenIssuer {
    /// An issuer of tokens for the shop at this address, and the verification of them. Tokens of an
    /// earlier run are worth nothing.
    pub(crate) fn with_random_secret(
        audience: &str,
        clock: Arc<dyn Clock>,
    ) -> Result<(Self, Jwt), Box<dyn Error>> {
        // jsonwebtoken refuses to choose in a build that has both of its backends. When somebody
        // chose before us, that is fine too.
        let _ = aws_lc::DEFAULT_PROVIDER.install_default();
        let mut secret = [0; 64];
        getrandom::fill(&mut secret)?;
        let key = EncodingKey::from_secret(&secret);
        let jwt = Jwt::hs256(secret).issuer(ISSUER).audience(audience);
        let audience = audience.to_owned();
        let issuer = Self {
            key,
            audience,
            clock,
        };
        Ok((issuer, jwt))
    }

    /// A token that says who has just logged in; with a key's thumbprint, one that is good only
    /// together with proofs of that key.
    pub(super) fn issue(&self, known: &Known, key: Option<&str>) -> Result<String, AppError> {
        let now = self.clock.now().duration_since(UNIX_EPOCH);
        let now = now.map_err(AppError::broken)?;
        let claims = Claims {
            iss: ISSUER,
            aud: &self.audience,
            sub: &known.user.name,
            jti: &random_name()?,
            iat: now.as_secs(),
            exp: (now + LIFETIME).as_secs(),
            auth_time: now.as_secs(),
            acr: known.acr,
            roles: &known.user.roles,
            greeting: &known.user.greeting,
            branch: known.user.branch.as_deref(),
            cnf: key.map(|jkt| Confirmation { jkt }),
        };
        // HS256, the default.
        encode(&Header::default(), &claims, &self.key).map_err(AppError::broken)
    }
}

fn random_name() -> Result<String, AppError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(AppError::broken)?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(bytes))
}

/// Without the key.
impl fmt::Debug for TokenIssuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenIssuer").finish_non_exhaustive()
    }
}
