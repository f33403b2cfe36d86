//! What everybody without the attributes verifies with: jsonwebtoken, its key and rules made once.

use jsonwebtoken::{DecodingKey, Validation, decode};
use serde::Deserialize;

use crate::keys::Keys;
use crate::tokens::{AUDIENCE, ISSUER, ROLE};

/// What people read of a token.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Claims {
    pub(super) sub: String,
    pub(super) exp: u64,
    pub(super) roles: Vec<String>,
}

impl Claims {
    pub(super) fn may_enter(&self) -> bool {
        !self.sub.is_empty() && self.roles.iter().any(|role| role == ROLE)
    }
}

/// Keys and rules, shared by all workers.
pub(super) struct Verifier {
    key: DecodingKey,
    validation: Validation,
}

impl Verifier {
    pub(super) fn new(keys: &Keys) -> Self {
        let mut validation = Validation::new(keys.algorithm());
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "iss", "aud"]);
        validation.leeway = 0;
        Self {
            key: keys.decoding_key(),
            validation,
        }
    }

    /// The claims of a good token.
    pub(super) fn verify(&self, token: &str) -> Option<Claims> {
        let verified = decode(token, &self.key, &self.validation);
        verified.ok().map(|token| token.claims)
    }
}
