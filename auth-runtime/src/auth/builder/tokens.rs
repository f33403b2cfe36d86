//! Who says what an access token is worth.

use std::sync::Arc;

use super::AuthBuilder;
use crate::clock::Clock;
use crate::identity::Authenticator;
#[cfg(any(feature = "aws_lc_rs", feature = "rust_crypto"))]
use crate::jwt::Jwt;
use crate::scheme::TokenConfig;
use crate::store::Store;

impl AuthBuilder {
    /// Accepts JWTs as Bearer tokens (RFC 6750).
    ///
    /// Beside `.introspection(…)`, this is for tokens of three base64url segments, and a refusal is
    /// final; all other tokens are introspected.
    #[cfg(any(feature = "aws_lc_rs", feature = "rust_crypto"))]
    pub fn bearer(self, jwt: Jwt) -> Self {
        self.given_tokens(jwt)
    }

    /// Accepts Bearer tokens that an authenticator of yours verifies.
    pub fn bearer_with(self, authenticator: impl Authenticator) -> Self {
        self.given_tokens(Custom(Arc::new(authenticator)))
    }
}

/// The application's own authenticator, with which nothing can be wrong.
struct Custom(Arc<dyn Authenticator>);

impl TokenConfig for Custom {
    fn build(
        self: Box<Self>,
        _: &Arc<dyn Clock>,
        _: &Arc<dyn Store>,
    ) -> Result<Arc<dyn Authenticator>, Vec<String>> {
        Ok(self.0)
    }
}

/// Tokens of two kinds need both to be there.
#[cfg(not(all(
    feature = "introspection",
    any(feature = "aws_lc_rs", feature = "rust_crypto")
)))]
pub(super) fn join(
    _: Box<dyn TokenConfig>,
    last: Box<dyn TokenConfig>,
) -> Result<Box<dyn TokenConfig>, Box<dyn TokenConfig>> {
    Err(last)
}
