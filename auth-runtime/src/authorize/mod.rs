//! Request → decision, in one place for all handlers.

mod ask;
#[cfg(feature = "networks")]
mod elsewhere;
#[cfg(feature = "throttle")]
mod limits;
mod owner;
mod record;
mod refuse;
mod tried;

use std::any::Any;
use std::cell::RefCell;

use actix_web::{Error, HttpRequest};
use futures_util::future::LocalBoxFuture;

#[cfg(feature = "networks")]
pub(crate) use elsewhere::elsewhere;
pub(crate) use record::{RecordCheck, refuse_record};

use crate::audit;
use crate::auth::Auth;
use crate::condition::{Reason, Verdict};
use crate::decision::{Ask, Circumstances, Decision, Presented, decide};
use crate::identity::{Attempt, AuthenticationError, Failure, Identity, Outcome};
use crate::policy::Access;
use crate::response;
use ask::{Asked, ask};
use owner::path_names;
use refuse::Refused;
use tried::{Identification, caught, identify, tried};

/// What a request that may pass brings along.
#[derive(Debug)]
pub struct Grant {
    identity: Option<Identity>,
    /// Checked, and not yet taken by the handler's arguments.
    records: RefCell<Vec<Box<dyn Any>>>,
}

impl Grant {
    /// Who may pass.
    pub(crate) fn identity(&self) -> Option<&Identity> {
        self.identity.as_ref()
    }

    pub(crate) fn keep(&self, record: Box<dyn Any>) {
        self.records.borrow_mut().push(record);
    }

    /// The first of this type, which is of the first argument of it.
    pub(crate) fn take<T: 'static>(&self) -> Option<T> {
        let mut records = self.records.borrow_mut();
        let position = records.iter().position(|it| it.is::<T>())?;
        records.remove(position).downcast().ok().map(|it| *it)
    }
}

/// Whether a request may pass.
pub(crate) enum Authorization {
    Decided(Result<Grant, Error>),
    /// Boxed, because an authenticator that waits has a future of its own type.
    Pending(LocalBoxFuture<'static, Result<Grant, Error>>),
}

impl Authorization {
    /// The decision, waited for.
    pub(crate) async fn decided(self) -> Result<Grant, Error> {
        match self {
            Self::Decided(decided) => decided,
            Self::Pending(decided) => decided.await,
        }
    }
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
    auth.check_misses();
    #[cfg(feature = "networks")]
    if let Some(refused) = elsewhere(auth, request, access) {
        return Authorization::Decided(Err(refused));
    }
    let tried = tried(auth, request, access);
    #[cfg(feature = "throttle")]
    if let Some(trial) = limits::trial(auth, request, &tried) {
        return limits::within_limits(trial, auth, request, access);
    }
    match identify(request, tried) {
        Identification::Done(attempt) => conclude(auth, request, access, attempt),
        Identification::Waiting(scheme, answer) => {
            let (auth, request) = (auth.clone(), request.clone());
            Authorization::Pending(Box::pin(async move {
                let attempt = Attempt::by(scheme, caught(answer.await));
                conclude(&auth, &request, access, attempt).decided().await
            }))
        }
    }
}

fn conclude(
    auth: &Auth,
    request: &HttpRequest,
    access: &'static Access,
    attempt: Attempt,
) -> Authorization {
    let attempt = judged(auth, access, attempt);
    if let Outcome::Refused(AuthenticationError(
        Failure::Busy | Failure::Unavailable(_) | Failure::Broken(_),
    )) = &attempt.outcome
    {
        audit::failed(Some(access), &attempt);
        return Authorization::Decided(Err(response::failed(auth, request, &attempt.outcome)));
    }
    match decision(auth, request, access, &attempt, &[]) {
        // Boxed, because conditions may wait.
        Decision::Ask(which) => Authorization::Pending(Box::pin(asked(
            which,
            auth.clone(),
            request.clone(),
            access,
            attempt,
        ))),
        decision => settle(auth, request, access, attempt, decision, &[]),
    }
}

/// Asks the conditions that have a say, and decides by what they answer.
async fn asked(
    which: Ask,
    auth: Auth,
    request: HttpRequest,
    access: &'static Access,
    attempt: Attempt,
) -> Result<Grant, Error> {
    let asked = match attempt.outcome.identity_ref() {
        Some(caller) => ask(which, &auth, &request, access, caller).await,
        None => Asked::default(),
    };
    let decision = decision(&auth, &request, access, &attempt, &asked.verdicts);
    let hides = matches!(decision, Decision::Hide(_));
    if let Some(obstacle) = asked.obstacle.filter(|_| !hides) {
        return Err(record::hindered(&auth, &request, obstacle));
    }
    let settled = settle(&auth, &request, access, attempt, decision, &asked.verdicts);
    settled.decided().await
}

fn settle(
    auth: &Auth,
    request: &HttpRequest,
    access: &'static Access,
    attempt: Attempt,
    decision: Decision,
    verdicts: &[Option<Verdict>],
) -> Authorization {
    if decision == Decision::Allow {
        return Authorization::Decided(Ok(Grant {
            identity: attempt.outcome.identity(),
            records: RefCell::default(),
        }));
    }
    let reason = reason(access, decision, verdicts);
    audit::denied(access, decision, reason, &attempt);
    if decision == Decision::Challenge && access.hides_refusal() {
        auth.tell_of_misses();
    }
    let refused = Refused {
        auth,
        request,
        access,
        attempt: &attempt,
        reason,
    };
    refused.by(decision)
}

/// Why the condition that the decision is about forbids.
fn reason<'v>(
    access: &Access,
    decision: Decision,
    verdicts: &'v [Option<Verdict>],
) -> Option<&'v Reason> {
    let (Decision::Forbid(failed) | Decision::Hide(Some(failed))) = decision else {
        return None;
    };
    let mut judged = access.requirements.iter().zip(verdicts);
    judged.find_map(|(requirement, verdict)| match verdict {
        Some(Verdict::Forbid(reason)) if std::ptr::eq(requirement, failed) => Some(reason),
        _ => None,
    })
}

/// The attempt, its expiry judged. Where time decides, a clock that does not tell it is our failure.
#[inline]
fn judged(auth: &Auth, access: &Access, attempt: Attempt) -> Attempt {
    let identity = attempt.outcome.identity_ref();
    let needs_time = identity.is_some_and(|it| it.may_expire() || access.step_up().is_some());
    if !needs_time {
        return attempt;
    }
    match auth.told_time() {
        Some(now) => attempt.judged_at(now),
        None => Attempt::failed(AuthenticationError::broken(
            "the clock panics, or stands before 1970",
        )),
    }
}

fn decision(
    auth: &Auth,
    request: &HttpRequest,
    access: &'static Access,
    attempt: &Attempt,
    verdicts: &[Option<Verdict>],
) -> Decision {
    if attempt.outcome.identity_ref().is_some() && !access.accepts(attempt.scheme) {
        // Only a handler that hides looks at schemes that it does not declare: whoever comes by one
        // of these is told what a path that does not exist would tell.
        return Decision::Hide(None);
    }
    let circumstances = Circumstances {
        vocabularies: auth.vocabularies(),
        path_names: &|segment, is_own| path_names(request, access, segment, is_own),
        verdicts,
        now: &|| auth.now(),
    };
    decide(access, presented(&attempt.outcome), &circumstances)
}

fn presented(outcome: &Outcome) -> Presented<'_> {
    match outcome {
        Outcome::Nothing => Presented::Nothing,
        Outcome::Malformed(_) | Outcome::Refused(_) => Presented::Unusable,
        Outcome::Known(identity) => Presented::Identity(identity),
    }
}
