//! Request → attempt: which credential it is, and what its verifier says.

use std::panic::{AssertUnwindSafe, catch_unwind};

use actix_web::HttpRequest;
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;

use crate::auth::Auth;
use crate::credential::{Credential, present};
use crate::identity::{Answer, Attempt, AuthenticationError, Failure, Identity, Outcome};
use crate::policy::{Access, Scheme};
use crate::scheme::SchemeVerifier;

/// What a caller tried, before anybody asks whether it is good.
pub(super) enum Tried<'r> {
    /// Nothing that could be verified.
    Settled(Attempt),
    Credentials(Scheme, &'r dyn SchemeVerifier, &'r [u8]),
}

pub(super) enum Identification {
    Done(Attempt),
    Waiting(
        Scheme,
        LocalBoxFuture<'static, std::thread::Result<Result<Identity, AuthenticationError>>>,
    ),
}

/// The credential, where what the declared schemes need of the app is there: of these schemes; of all that
/// are configured where a handler hides something, because a path that does not exist cannot declare any.
pub(super) fn tried<'r>(auth: &'r Auth, request: &'r HttpRequest, access: &Access) -> Tried<'r> {
    let schemes = auth.schemes();
    for scheme in access.schemes() {
        let Some(verifier) = schemes.get(*scheme) else {
            return Tried::Settled(without_scheme(access, *scheme));
        };
        if let Err(error) = verifier.ready(request) {
            return Tried::Settled(Attempt {
                scheme: None,
                outcome: Outcome::Refused(error),
            });
        }
    }
    let credential = if asks_like_a_miss(access) {
        present(request, schemes, Scheme::ALL.into_iter())
    } else {
        present(request, schemes, access.schemes().iter().copied())
    };
    let (scheme, credentials) = match credential {
        Credential::Missing => return Tried::Settled(Attempt::nothing()),
        Credential::Malformed(scheme, why) => {
            return Tried::Settled(Attempt {
                scheme,
                outcome: Outcome::Malformed(why),
            });
        }
        Credential::Present(scheme, credentials) => (scheme, credentials),
    };
    match schemes.get(scheme) {
        Some(verifier) => Tried::Credentials(scheme, verifier, credentials),
        None => Tried::Settled(without_scheme(access, scheme)),
    }
}

/// Whose credential it is.
pub(super) fn identify(request: &HttpRequest, tried: Tried<'_>) -> Identification {
    let (scheme, verifier, credentials) = match tried {
        Tried::Settled(attempt) => return Identification::Done(attempt),
        Tried::Credentials(scheme, verifier, credentials) => (scheme, verifier, credentials),
    };
    match catch_unwind(AssertUnwindSafe(|| verifier.verify(request, credentials).0)) {
        Ok(Answer::Now(answer)) => Identification::Done(Attempt::by(scheme, caught(Ok(answer)))),
        Ok(Answer::Later(answer)) => {
            Identification::Waiting(scheme, Box::pin(AssertUnwindSafe(answer).catch_unwind()))
        }
        Err(panic) => Identification::Done(Attempt::by(scheme, caught(Err(panic)))),
    }
}

/// Whether a handler accepts and offers what a path that does not exist would: one that declares no
/// scheme, and one that hides.
pub(super) fn asks_like_a_miss(access: &Access) -> bool {
    access.schemes().is_empty() || access.hides_refusal() || access.hides_existence()
}

/// The start-up check finds this first, unless it was told to look elsewhere.
fn without_scheme(access: &Access, scheme: Scheme) -> Attempt {
    Attempt::failed(AuthenticationError::broken(format!(
        "{} declares the scheme {scheme}, which this `Auth` has not configured",
        access.place()
    )))
}

/// A panic in an authenticator is our failure, not the caller's.
pub(super) fn caught(
    answer: std::thread::Result<Result<Identity, AuthenticationError>>,
) -> Outcome {
    match answer {
        Ok(Ok(identity)) => Outcome::Known(identity),
        Ok(Err(AuthenticationError(Failure::Malformed(why)))) => Outcome::Malformed(why),
        Ok(Err(AuthenticationError(Failure::Gone))) => Outcome::Nothing,
        Ok(Err(error)) => Outcome::Refused(error),
        Err(_) => Outcome::Refused(AuthenticationError::broken("the authenticator panicked")),
    }
}
