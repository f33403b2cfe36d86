//! What a request's credential turned out to be.

use std::time::SystemTime;

use super::{AuthenticationError, Failure, Identity};
use crate::credential::Malformed;
use crate::policy::Scheme;

/// Whom a credential names, or why it names nobody.
#[derive(Debug)]
pub(crate) enum Outcome {
    Nothing,
    /// The credential cannot be read.
    Malformed(Malformed),
    Refused(AuthenticationError),
    Known(Identity),
}

/// A credential, by the scheme of which it is, and what it turned out to be.
#[derive(Debug)]
pub(crate) struct Attempt {
    /// None where nothing was presented, or nobody can tell which scheme was meant.
    pub(crate) scheme: Option<Scheme>,
    pub(crate) outcome: Outcome,
}

impl Attempt {
    pub(crate) fn nothing() -> Self {
        Self {
            scheme: None,
            outcome: Outcome::Nothing,
        }
    }

    /// Whatever was presented, we cannot tell what it is worth.
    pub(crate) fn failed(error: AuthenticationError) -> Self {
        Self {
            scheme: None,
            outcome: Outcome::Refused(error),
        }
    }

    /// By this scheme, which the identity then bears.
    pub(crate) fn by(scheme: Scheme, outcome: Outcome) -> Self {
        let outcome = match outcome {
            Outcome::Known(identity) => Outcome::Known(identity.proven_by(scheme)),
            other => other,
        };
        Self {
            scheme: Some(scheme),
            outcome,
        }
    }

    /// Whether the credential is an access token (RFC 6749 §1.4).
    pub(crate) fn is_oauth(&self) -> bool {
        self.scheme.is_some_and(Scheme::is_oauth)
    }

    pub(crate) fn judged_at(self, now: SystemTime) -> Self {
        Self {
            outcome: self.outcome.judged_at(now),
            ..self
        }
    }
}

impl Outcome {
    /// An identity that its authenticator gave an end, and that is past it, is one no more.
    fn judged_at(self, now: SystemTime) -> Self {
        match self {
            Self::Known(identity) if identity.is_expired(now) => {
                Self::Refused(AuthenticationError::expired())
            }
            outcome => outcome,
        }
    }

    pub(crate) fn identity_ref(&self) -> Option<&Identity> {
        match self {
            Self::Known(identity) => Some(identity),
            _ => None,
        }
    }

    pub(crate) fn identity(self) -> Option<Identity> {
        match self {
            Self::Known(identity) => Some(identity),
            _ => None,
        }
    }

    /// The word for logs.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Nothing => "no_credential",
            Self::Malformed(why) => why.code(),
            Self::Refused(AuthenticationError(failure)) => match failure {
                Failure::Rejected { code } | Failure::Proof { code } | Failure::Stale(code) => code,
                Failure::Malformed(why) => why.code(),
                Failure::Expired => "expired",
                Failure::Nonce(_) => "no_fresh_nonce_in_proof",
                Failure::CrossSite => "cross_site_request",
                Failure::Gone => "logged_out",
                Failure::Busy => "busy",
                Failure::Unavailable(_) => "unavailable",
                Failure::Broken(_) => "broken",
            },
            Self::Known(_) => "requirement_not_met",
        }
    }
}
