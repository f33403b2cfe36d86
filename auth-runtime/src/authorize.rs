//! Request → decision, in one place for all handlers.

use std::panic::{AssertUnwindSafe, catch_unwind};

use actix_web::{Error, HttpRequest};
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;

use crate::audit;
use crate::auth::Auth;
use crate::credential::{Credential, present};
use crate::decision::{Circumstances, Decision, Presented, decide};
use crate::identity::{Answer, AuthenticationError, Failure, Identity, Outcome};
use crate::policy::Access;
use crate::response::{self, Refusal};

/// What a request that may pass brings along.
#[derive(Debug)]
pub struct Grant {
    pub(crate) identity: Option<Identity>,
}

/// Whether a request may pass.
pub(crate) enum Authorization {
    Decided(Result<Grant, Error>),
    /// Boxed, because an authenticator that waits has a future of its own type.
    Pending(LocalBoxFuture<'static, Result<Grant, Error>>),
}

/// Decides about a request. Reads its head and nothing else.
pub(crate) fn authorize(request: &HttpRequest, access: &'static Access) -> Authorization {
    let Some(auth) = Auth::of(request) else {
        audit::unconfigured(access);
        return Authorization::Decided(Err(response::unconfigured()));
    };
    authorize_with(auth, request, access)
}

/// Decides under a configuration that is at hand.
pub(crate) fn authorize_with(
    auth: &Auth,
    request: &HttpRequest,
    access: &'static Access,
) -> Authorization {
    match identify(auth, request, access) {
        Identification::Done(outcome) => conclude(auth, request, access, outcome),
        Identification::Waiting(answer) => {
            let (auth, request) = (auth.clone(), request.clone());
            Authorization::Pending(Box::pin(async move {
                let outcome = caught(answer.await);
                match conclude(&auth, &request, access, outcome) {
                    Authorization::Decided(decided) => decided,
                    Authorization::Pending(decided) => decided.await,
                }
            }))
        }
    }
}

enum Identification {
    Done(Outcome),
    Waiting(LocalBoxFuture<'static, std::thread::Result<Result<Identity, AuthenticationError>>>),
}

fn identify(auth: &Auth, request: &HttpRequest, access: &Access) -> Identification {
    let credential = present(request.headers());
    let Some(authenticator) = auth.bearer() else {
        return Identification::Done(without_authenticator(access));
    };
    let token = match credential {
        Credential::Missing => return Identification::Done(Outcome::Nothing),
        Credential::Malformed(why) => return Identification::Done(Outcome::Malformed(why)),
        Credential::Bearer(token) => token,
    };
    match catch_unwind(AssertUnwindSafe(|| authenticator.authenticate(token).0)) {
        Ok(Answer::Now(answer)) => Identification::Done(caught(Ok(answer))),
        Ok(Answer::Later(answer)) => {
            Identification::Waiting(Box::pin(AssertUnwindSafe(answer).catch_unwind()))
        }
        Err(panic) => Identification::Done(caught(Err(panic))),
    }
}

/// The start-up check finds this first, unless it was told to look elsewhere.
fn without_authenticator(access: &Access) -> Outcome {
    match access.scheme() {
        Some(scheme) => Outcome::Refused(AuthenticationError::broken(format!(
            "{} declares the scheme {scheme}, which this `Auth` has not configured",
            access.place()
        ))),
        None => Outcome::Nothing,
    }
}

/// A panic in an authenticator is our failure, not the caller's.
fn caught(answer: std::thread::Result<Result<Identity, AuthenticationError>>) -> Outcome {
    match answer {
        Ok(Ok(identity)) => Outcome::Known(identity),
        Ok(Err(error)) => Outcome::Refused(error),
        Err(_) => Outcome::Refused(AuthenticationError::broken("the authenticator panicked")),
    }
}

fn conclude(
    auth: &Auth,
    request: &HttpRequest,
    access: &'static Access,
    outcome: Outcome,
) -> Authorization {
    if let Outcome::Refused(AuthenticationError(Failure::Unavailable(_) | Failure::Broken(_))) =
        &outcome
    {
        audit::failed(access, &outcome);
        return Authorization::Decided(Err(response::failed(auth, request, &outcome)));
    }
    let outcome = outcome.judged_at(|| auth.now());
    let circumstances = Circumstances {
        vocabularies: auth.vocabularies(),
        path_names: &|segment, subject| path_names(request, access, segment, subject),
    };
    let decision = decide(access, presented(&outcome), &circumstances);
    if decision == Decision::Allow {
        return Authorization::Decided(Ok(Grant {
            identity: outcome.identity(),
        }));
    }
    audit::denied(access, decision, &outcome);
    if decision == Decision::Challenge && access.hides_refusal() && !auth.serves_misses() {
        audit::misses_elsewhere();
    }
    refuse(auth, request, access, decision, &outcome)
}

fn refuse(
    auth: &Auth,
    request: &HttpRequest,
    access: &'static Access,
    decision: Decision,
    outcome: &Outcome,
) -> Authorization {
    let refusal = match decision {
        Decision::Hide if auth.challenges_misses() && outcome.identity_ref().is_none() => {
            Refusal::challenged(auth.realm(), outcome)
        }
        Decision::Allow | Decision::Hide => return response::not_found(auth, request),
        Decision::Challenge => Refusal::challenged(access.realm().unwrap_or(auth.realm()), outcome),
        Decision::Forbid(requirement) => {
            let known = auth.vocabularies().scopes.as_slice();
            let has = |name: &str| outcome.identity_ref().is_some_and(|it| it.has_scope(name));
            let scopes = access.scopes(&|rule| rule.passes(known, &has));
            Refusal::forbidden(requirement, access.realm().unwrap_or(auth.realm()), &scopes)
        }
    };
    Authorization::Decided(Err(response::refused(auth, request, refusal)))
}

fn presented(outcome: &Outcome) -> Presented<'_> {
    match outcome {
        Outcome::Nothing => Presented::Nothing,
        Outcome::Malformed(_) | Outcome::Refused(_) => Presented::Unusable,
        Outcome::Known(identity) => Presented::Identity(identity),
    }
}

/// Whether a segment of the request's path is the subject, as `web::Path` would give it to the
/// handler. A route without the segment belongs to nobody; where a scope around the route has one of
/// the same name, both have to be the subject, for nobody can tell which is meant.
fn path_names(request: &HttpRequest, access: &Access, segment: &str, subject: &str) -> bool {
    let segments = request.match_info();
    let mut named = segments
        .iter()
        .filter(|(name, _)| *name == segment)
        .peekable();
    if named.peek().is_none() {
        audit::no_such_segment(access, segment);
        return false;
    }
    if subject.is_empty() {
        return false;
    }
    if named.all(|(_, value)| !value.contains('%') && value == subject) {
        return true;
    }
    // What actix-web leaves encoded in a segment, `web::Path` decodes.
    let every_name = segments.iter().map(|(name, _)| name);
    segments.load::<Vec<String>>().is_ok_and(|decoded| {
        let mut named = every_name.zip(decoded).filter(|(name, _)| *name == segment);
        named.all(|(_, value)| value == subject)
    })
}
