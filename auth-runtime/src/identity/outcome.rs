//! What a request's credential turned out to be.

use std::time::SystemTime;

use super::{AuthenticationError, Failure, Identity};
use crate::credential::Malformed;

/// Whom a credential names, or why it names nobody.
#[derive(Debug)]
pub(crate) enum Outcome {
    Nothing,
    Malformed(Malformed),
    Refused(AuthenticationError),
    Known(Identity),
}

impl Outcome {
    /// An identity that its authenticator gave an end, and that is past it, is one no more.
    pub(crate) fn judged_at(self, now: impl FnOnce() -> SystemTime) -> Self {
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
                Failure::Rejected { code } => code,
                Failure::Expired => "expired",
                Failure::Unavailable(_) => "unavailable",
                Failure::Broken(_) => "broken",
            },
            Self::Known(_) => "requirement_not_met",
        }
    }
}
