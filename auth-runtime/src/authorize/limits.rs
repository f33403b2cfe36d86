//! Attempts that are counted, and not answered after too many failures.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use actix_web::{HttpRequest, rt};
use futures_util::FutureExt;

use super::tried::{Identification, Tried, caught, identify, tried};
use super::{Authorization, conclude};
use crate::auth::Auth;
use crate::identity::{Attempt, AuthenticationError, Outcome};
use crate::policy::Access;
use crate::response::{self, Refusal};
use crate::throttle::{Stopped, Trial};
use crate::{audit, notice};

/// The attempt to be counted, where failures are: with a credential, be it readable or not.
pub(super) fn trial(auth: &Auth, request: &HttpRequest, tried: &Tried<'_>) -> Option<Trial> {
    let limits = auth.limits()?;
    let account = match tried {
        Tried::Settled(attempt) => match attempt.outcome {
            Outcome::Malformed(_) => None,
            _ => return None,
        },
        Tried::Credentials(_, verifier, credentials) => verifier.account(credentials),
    };
    Some(Trial::new(limits, request, account.as_deref()))
}

/// Decides about an attempt that is counted, unless there were too many failures before it.
pub(super) fn within_limits(
    trial: Trial,
    auth: &Auth,
    request: &HttpRequest,
    access: &'static Access,
) -> Authorization {
    let (auth, request) = (auth.clone(), request.clone());
    Authorization::Pending(Box::pin(async move {
        let tried = in_any_case(trial, auth.clone(), request.clone(), access).await;
        if !matches!(tried, Some(Ok(_))) {
            // What a scheme says to those whom it lets in would tell that a guess was right.
            notice::forget(&request);
        }
        let attempt = match tried {
            Some(Ok(attempt)) => attempt,
            Some(Err(Stopped::TooMany(wait))) => {
                audit::throttled(Some(access));
                return Err(response::refused(&auth, &request, Refusal::throttled(wait)));
            }
            Some(Err(Stopped::Uncounted(error))) => {
                Attempt::failed(AuthenticationError::unavailable(error))
            }
            None => Attempt::failed(AuthenticationError::broken(
                "counting the attempt panicked, or was cut short",
            )),
        };
        conclude(&auth, &request, access, attempt).decided().await
    }))
}

/// For how long a credential may be looked at. Authenticators of the application may have no limit of
/// their own, and nobody else ends what a client has left behind.
const PATIENCE: Duration = Duration::from_secs(60);

/// The attempt, to its end and counted also when the client hangs up: guesses would be free otherwise,
/// and the work that they cause. Nothing where the store panics.
async fn in_any_case(
    trial: Trial,
    auth: Auth,
    request: HttpRequest,
    access: &'static Access,
) -> Option<Result<Attempt, Stopped>> {
    let run = async move {
        let attempt = async {
            let verified = verified(&auth, &request, access);
            rt::time::timeout(PATIENCE, verified)
                .await
                .unwrap_or_else(|_| {
                    Attempt::failed(AuthenticationError::unavailable("it takes too long"))
                })
        };
        trial.run(attempt).await
    };
    let run = rt::spawn(AssertUnwindSafe(run).catch_unwind());
    run.await.ok()?.ok()
}

/// What a caller tried, and what it turned out to be.
async fn verified(auth: &Auth, request: &HttpRequest, access: &Access) -> Attempt {
    match identify(request, tried(auth, request, access)) {
        Identification::Done(attempt) => attempt,
        Identification::Waiting(scheme, answer) => Attempt::by(scheme, caught(answer.await)),
    }
}
