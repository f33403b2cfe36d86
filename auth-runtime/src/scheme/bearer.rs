//! `Bearer` (RFC 6750): whoever holds the token is its subject.

use std::sync::Arc;

use actix_web::HttpRequest;

use super::{SchemeVerifier, bearer_token, oauth};
use crate::challenge::{Asking, Challenge, Fields};
use crate::identity::{Answer, AuthenticationError, Authenticator, Identity, Verification};

/// Bearer tokens, judged by an authenticator.
pub(crate) struct Bearer(pub(crate) Arc<dyn Authenticator>);

impl SchemeVerifier for Bearer {
    fn verify(&self, _: &HttpRequest, credentials: &[u8]) -> Verification {
        match bearer_token::verified(&*self.0, credentials) {
            Ok(verification) => unbound(verification),
            Err(why) => Verification::now(Err(AuthenticationError::malformed(why))),
        }
    }

    fn challenge(&self, asking: &Asking<'_>, fields: &mut Fields) {
        let challenge = Challenge::new("Bearer", asking.realm);
        fields.challenge(oauth::with_error(challenge, asking));
    }

    fn challenges_alike(&self) -> bool {
        true
    }
}

/// Refuses a token that is bound to a key of the client: presented without a proof of that key it is
/// stolen goods (RFC 9449 §7.2, RFC 7800).
fn unbound(verification: Verification) -> Verification {
    match verification.0 {
        Answer::Now(answer) => Verification::now(answer.and_then(refuse_bound)),
        Answer::Later(answer) => {
            Verification::later(async move { answer.await.and_then(refuse_bound) })
        }
    }
}

fn refuse_bound(identity: Identity) -> Result<Identity, AuthenticationError> {
    if identity.key_thumbprint().is_some() {
        return Err(AuthenticationError::rejected("sender_constrained"));
    }
    Ok(identity)
}
