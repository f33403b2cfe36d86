//! Tokens: what this shop issues is what this shop accepts.

use std::error::Error;
use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use auth_runtime::jwt::Jwt;
use jsonwebtoken::crypto::aws_lc;
use jsonwebtoken::{EncodingKey, Header, encode};
use serde::Serialize;

use super::User;
use crate::error::AppError;

const ISSUER: &str = "https://bookshop.example";
const AUDIENCE: &str = "https://bookshop.example/api";

/// How long a token is good. A role that is taken away lives on until then, so not for long.
pub(super) const LIFETIME: Duration = Duration::from_secs(15 * 60);

/// Signs tokens with a secret that nobody else has.
pub(crate) struct TokenIssuer {
    key: EncodingKey,
}

/// What a token says: the claims of RFC 7519 §4.1, and the roles.
#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    aud: &'a str,
    sub: &'a str,
    iat: u64,
    exp: u64,
    roles: &'a [String],
    /// One of our own.
    greeting: &'a str,
}

impl TokenIssuer {
    /// An issuer, and the verification of its tokens. Tokens of an earlier run are worth nothing.
    pub(crate) fn with_random_secret() -> Result<(Self, Jwt), Box<dyn Error>> {
        // jsonwebtoken refuses to choose in a build that has both of its backends. When somebody
        // chose before us, that is fine too.
        let _ = aws_lc::DEFAULT_PROVIDER.install_default();
        let mut secret = [0; 64];
        getrandom::fill(&mut secret)?;
        let key = EncodingKey::from_secret(&secret);
        let jwt = Jwt::hs256(secret).issuer(ISSUER).audience(AUDIENCE);
        Ok((Self { key }, jwt))
    }

    /// A token that says who `user` is.
    pub(super) fn issue(&self, user: &User) -> Result<String, AppError> {
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_err(AppError::broken)?;
        let claims = Claims {
            iss: ISSUER,
            aud: AUDIENCE,
            sub: &user.name,
            iat: now.as_secs(),
            exp: (now + LIFETIME).as_secs(),
            roles: &user.roles,
            greeting: &user.greeting,
        };
        // HS256, the default.
        encode(&Header::default(), &claims, &self.key).map_err(AppError::broken)
    }
}

/// Without the key.
impl fmt::Debug for TokenIssuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenIssuer").finish_non_exhaustive()
    }
}
