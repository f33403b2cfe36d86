//! Token and proof → identity.

use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::http::header::{CACHE_CONTROL, HeaderName, HeaderValue};

use super::nonce::{Issuer, Worth};
use super::proof::{self, Expected, Proof, Window};
use super::target::Public;
use crate::challenge::{Asking, Challenge, Fields, Why};
use crate::clock::{Clock, unix_seconds};
use crate::identity::{
    Answer, AuthenticationError, Authenticator, Failure, Identity, Verification,
};
use crate::jwt::Algorithm;
use crate::notice;
use crate::scheme::{SchemeVerifier, bearer_token, oauth};
use crate::store::{Store, StoreError};

const NONCE: HeaderName = HeaderName::from_static("dpop-nonce");

/// DPoP-bound tokens, judged by an authenticator, and their proofs.
pub(super) struct Verifier {
    pub(super) public: Public,
    pub(super) algorithms: Vec<Algorithm>,
    /// The names of the algorithms.
    pub(super) names: Vec<&'static str>,
    pub(super) window: Window,
    pub(super) nonces: Option<Issuer>,
    pub(super) tokens: Arc<dyn Authenticator>,
    pub(super) store: Arc<dyn Store>,
    pub(super) clock: Arc<dyn Clock>,
}

impl SchemeVerifier for Verifier {
    fn verify(&self, request: &HttpRequest, credentials: &[u8]) -> Verification {
        let token = match bearer_token::read(credentials) {
            Ok(token) => token,
            Err(why) => return Verification::now(Err(AuthenticationError::malformed(why))),
        };
        let proof = match self.proof(request, token.as_str()) {
            Ok(proof) => proof,
            Err(error) => return Verification::now(Err(error)),
        };
        let (store, keep) = (self.store.clone(), self.window.keep());
        let remembered = self.tokens.recall(token.as_str().as_bytes());
        let verification = remembered.unwrap_or_else(|| self.tokens.authenticate(token));
        match verification.0 {
            Answer::Now(identity) => match bound(identity, &proof) {
                Ok(identity) => used_once(store.claim(&proof.mark, keep), identity),
                Err(error) => Verification::now(Err(error)),
            },
            Answer::Later(identity) => Verification::later(async move {
                let identity = bound(identity.await, &proof)?;
                first(store.claim(&proof.mark, keep).wait().await, identity)
            }),
        }
    }

    fn challenge(&self, asking: &Asking<'_>, fields: &mut Fields) {
        let algorithms = self.names.join(" ");
        let challenge = Challenge::new("DPoP", asking.realm).quoted("algs", &algorithms);
        fields.challenge(oauth::with_error(challenge, asking));
        if let Why::Refused(AuthenticationError(Failure::Nonce(nonce))) = asking.why {
            fields.add(NONCE, nonce.clone());
        }
    }

    fn challenges_alike(&self) -> bool {
        true
    }

    fn proof_algorithms(&self) -> &[&'static str] {
        &self.names
    }
}

impl Verifier {
    /// The proof of the request, before anybody asks what the token is worth: whoever cannot prove a
    /// key costs no look at the token.
    fn proof(&self, request: &HttpRequest, token: &str) -> Result<Proof, AuthenticationError> {
        let now = unix_seconds(self.clock.now())
            .ok_or_else(|| AuthenticationError::broken("the clock stands before 1970"))?;
        let expected = Expected {
            public: &self.public,
            algorithms: &self.algorithms,
            window: self.window,
            now,
        };
        let proof = proof::judge(request, token, &expected).map_err(refused)?;
        if let Some(nonces) = &self.nonces {
            check_nonce(nonces, request, proof.nonce.as_deref(), now)?;
        }
        Ok(proof)
    }
}

/// A proof without a good nonce gets one to use; one whose nonce is ageing gets the next one along
/// with the answer.
fn check_nonce(
    nonces: &Issuer,
    request: &HttpRequest,
    nonce: Option<&str>,
    now: u64,
) -> Result<(), AuthenticationError> {
    let worth = nonce.map_or(Worth::Nothing, |nonce| nonces.judge(nonce, now));
    if worth == Worth::Good {
        return Ok(());
    }
    let next = nonces
        .issue(now)
        .ok_or_else(|| AuthenticationError::broken("a nonce is no header value"))?;
    if worth == Worth::Nothing {
        return Err(AuthenticationError(Failure::Nonce(next)));
    }
    notice::note(request, NONCE, next);
    // Another client must not get this one's nonce (RFC 9449 §8.2).
    let no_store = HeaderValue::from_static("no-store");
    notice::note(request, CACHE_CONTROL, no_store);
    Ok(())
}

/// The identity, if its token is bound to the key that was proven (RFC 9449 §7.1).
fn bound(
    identity: Result<Identity, AuthenticationError>,
    proof: &Proof,
) -> Result<Identity, AuthenticationError> {
    let identity = identity?;
    match identity.key_thumbprint() {
        Some(thumbprint) if thumbprint == proof.thumbprint => Ok(identity),
        Some(_) => Err(AuthenticationError::rejected("bound_to_another_key")),
        None => Err(AuthenticationError::rejected("not_bound_to_a_key")),
    }
}

fn used_once(claim: crate::StoreAnswer<bool>, identity: Identity) -> Verification {
    match claim.split() {
        Ok(answer) => Verification::now(first(answer, identity)),
        Err(answer) => Verification::later(async move { first(answer.await, identity) }),
    }
}

/// The identity, if nobody used its proof before (RFC 9449 §11.1).
fn first(
    is_first: Result<bool, StoreError>,
    identity: Identity,
) -> Result<Identity, AuthenticationError> {
    match is_first {
        Ok(true) => Ok(identity),
        Ok(false) => Err(refused("proof_used_before")),
        Err(down) => Err(AuthenticationError::unavailable(down)),
    }
}

fn refused(code: &'static str) -> AuthenticationError {
    AuthenticationError(Failure::Proof { code })
}
