//! Request → decision, in one place for all handlers.

#[cfg(feature = "throttle")]
mod limits;

use std::panic::{AssertUnwindSafe, catch_unwind};

use actix_web::http::header::HeaderValue;
use actix_web::{Error, HttpRequest};
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;

use crate::audit;
use crate::auth::Auth;
use crate::challenge::{Asking, Fields, Why};
use crate::credential::{Credential, present};
use crate::decision::{Circumstances, Decision, Presented, decide};
use crate::identity::{Answer, Attempt, AuthenticationError, Failure, Identity, Outcome};
use crate::policy::{Access, Privilege, Scheme};
use crate::response::{self, Refusal};
use crate::scheme::SchemeVerifier;

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
                match conclude(&auth, &request, access, attempt) {
                    Authorization::Decided(decided) => decided,
                    Authorization::Pending(decided) => decided.await,
                }
            }))
        }
    }
}

/// What a caller tried, before anybody asks whether it is good.
enum Tried<'r> {
    /// Nothing that could be verified.
    Settled(Attempt),
    Credentials(Scheme, &'r dyn SchemeVerifier, &'r [u8]),
}

enum Identification {
    Done(Attempt),
    Waiting(
        Scheme,
        LocalBoxFuture<'static, std::thread::Result<Result<Identity, AuthenticationError>>>,
    ),
}

/// The credential: of the schemes that the handler declares; of all that are configured where a
/// handler hides something, because a path that does not exist cannot declare any.
fn tried<'r>(auth: &'r Auth, request: &'r HttpRequest, access: &Access) -> Tried<'r> {
    if let Some(scheme) = unconfigured_scheme(auth, access) {
        return Tried::Settled(without_scheme(access, scheme));
    }
    let schemes = auth.schemes();
    if let Some(error) = unready_scheme(auth, request, access) {
        return Tried::Settled(Attempt {
            scheme: None,
            outcome: Outcome::Refused(error),
        });
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
fn identify(request: &HttpRequest, tried: Tried<'_>) -> Identification {
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
fn asks_like_a_miss(access: &Access) -> bool {
    access.schemes().is_empty() || access.hides_refusal() || access.hides_existence()
}

fn unconfigured_scheme(auth: &Auth, access: &Access) -> Option<Scheme> {
    let mut schemes = access.schemes().iter().copied();
    schemes.find(|scheme| auth.schemes().get(*scheme).is_none())
}

/// Why one of the declared schemes cannot do its work in this app.
fn unready_scheme(
    auth: &Auth,
    request: &HttpRequest,
    access: &Access,
) -> Option<AuthenticationError> {
    let declared = access.schemes().iter();
    let mut declared = declared.filter_map(|scheme| auth.schemes().get(*scheme));
    declared.find_map(|verifier| verifier.ready(request).err())
}

/// The start-up check finds this first, unless it was told to look elsewhere.
fn without_scheme(access: &Access, scheme: Scheme) -> Attempt {
    Attempt::failed(AuthenticationError::broken(format!(
        "{} declares the scheme {scheme}, which this `Auth` has not configured",
        access.place()
    )))
}

/// A panic in an authenticator is our failure, not the caller's.
fn caught(answer: std::thread::Result<Result<Identity, AuthenticationError>>) -> Outcome {
    match answer {
        Ok(Ok(identity)) => Outcome::Known(identity),
        Ok(Err(AuthenticationError(Failure::Malformed(why)))) => Outcome::Malformed(why),
        Ok(Err(error)) => Outcome::Refused(error),
        Err(_) => Outcome::Refused(AuthenticationError::broken("the authenticator panicked")),
    }
}

fn conclude(
    auth: &Auth,
    request: &HttpRequest,
    access: &'static Access,
    attempt: Attempt,
) -> Authorization {
    if let Outcome::Refused(AuthenticationError(
        Failure::Busy | Failure::Unavailable(_) | Failure::Broken(_),
    )) = &attempt.outcome
    {
        audit::failed(access, &attempt);
        return Authorization::Decided(Err(response::failed(auth, request, &attempt.outcome)));
    }
    let attempt = attempt.judged_at(|| auth.now());
    let decision = decision(auth, request, access, &attempt);
    if decision == Decision::Allow {
        return Authorization::Decided(Ok(Grant {
            identity: attempt.outcome.identity(),
        }));
    }
    audit::denied(access, decision, &attempt);
    if decision == Decision::Challenge && access.hides_refusal() && !auth.serves_misses() {
        audit::misses_elsewhere();
    }
    refuse(auth, request, access, decision, &attempt)
}

fn decision(
    auth: &Auth,
    request: &HttpRequest,
    access: &'static Access,
    attempt: &Attempt,
) -> Decision {
    if !access.accepts(attempt.scheme) && attempt.outcome.identity_ref().is_some() {
        // Only a handler that hides looks at schemes that it does not declare: whoever comes by one
        // of these is told what a path that does not exist would tell.
        return Decision::Hide;
    }
    let circumstances = Circumstances {
        vocabularies: auth.vocabularies(),
        path_names: &|segment, subject| path_names(request, access, segment, subject),
        now: &|| auth.now(),
    };
    decide(access, presented(&attempt.outcome), &circumstances)
}

fn refuse(
    auth: &Auth,
    request: &HttpRequest,
    access: &'static Access,
    decision: Decision,
    attempt: &Attempt,
) -> Authorization {
    let refusal = match decision {
        Decision::Hide if auth.challenges_misses() && attempt.outcome.identity_ref().is_none() => {
            challenged(auth, request, access, attempt)
        }
        Decision::Allow | Decision::Hide => return response::not_found(auth, request),
        Decision::Challenge => challenged(auth, request, access, attempt),
        Decision::StepUp(step_up) => {
            let login = login_page(auth, request, access);
            match login.filter(|_| attempt.scheme == Some(Scheme::Session)) {
                Some(page) => Refusal::to_login(page),
                None => {
                    let why = Why::StepUp(step_up);
                    Refusal::stepped_up(own_challenge(auth, access, attempt, why))
                }
            }
        }
        Decision::Forbid(requirement) => {
            let needed = needed_scopes(auth, access, attempt);
            let mut fields = match requirement.privilege() {
                Privilege::Scope(_) if attempt.is_oauth() => {
                    own_challenge(auth, access, attempt, Why::InsufficientScope(&needed))
                }
                _ => Fields::default(),
            };
            if auth.tells_privileges() {
                fields.privilege(requirement.privilege(), &needed);
            }
            Refusal::forbidden(requirement, fields)
        }
    };
    Authorization::Decided(Err(response::refused(auth, request, refusal)))
}

/// Where the caller could log in, if it is to be sent there. A path that hides does as one that does
/// not exist.
fn login_page(
    auth: &Auth,
    request: &HttpRequest,
    access: &'static Access,
) -> Option<HeaderValue> {
    let hides = asks_like_a_miss(access);
    if !hides && !access.schemes().contains(&Scheme::Session) {
        return None;
    }
    let verifier = auth.schemes().get(Scheme::Session)?;
    verifier.login_page(request, access.redirect().filter(|_| !hides))
}

/// 401, or 400, with a challenge of each scheme that is accepted. The reason stands in that of the
/// scheme by which the caller tried, or in each where that cannot be told (RFC 9449 §7.2).
fn challenged(
    auth: &Auth,
    request: &HttpRequest,
    access: &'static Access,
    attempt: &Attempt,
) -> Refusal {
    match &attempt.outcome {
        Outcome::Nothing => {
            if let Some(page) = login_page(auth, request, access) {
                return Refusal::to_login(page);
            }
        }
        Outcome::Refused(AuthenticationError(Failure::CrossSite)) => return Refusal::cross_site(),
        _ => {}
    }
    let mut fields = Fields::default();
    let mut add = |scheme: Scheme| {
        let why = match &attempt.outcome {
            _ if attempt.scheme.is_some_and(|tried| tried != scheme) => Why::Nothing,
            Outcome::Nothing | Outcome::Known(_) => Why::Nothing,
            Outcome::Malformed(_) => Why::Malformed,
            Outcome::Refused(error) => Why::Refused(error),
        };
        write_challenge(auth, access, attempt, (scheme, why), &mut fields);
    };
    if asks_like_a_miss(access) {
        auth.schemes().configured().for_each(&mut add);
    } else {
        access.schemes().iter().copied().for_each(&mut add);
    }
    Refusal::challenged(attempt, fields)
}

/// The challenge of the scheme by which the caller came.
fn own_challenge(auth: &Auth, access: &'static Access, attempt: &Attempt, why: Why<'_>) -> Fields {
    let mut fields = Fields::default();
    if let Some(scheme) = attempt.scheme {
        write_challenge(auth, access, attempt, (scheme, why), &mut fields);
    }
    fields
}

fn write_challenge(
    auth: &Auth,
    access: &'static Access,
    attempt: &Attempt,
    (scheme, why): (Scheme, Why<'_>),
    fields: &mut Fields,
) {
    let hides = asks_like_a_miss(access);
    let scopes = if hides {
        Vec::new()
    } else {
        needed_scopes(auth, access, attempt)
    };
    let asking = Asking {
        realm: access.realm().filter(|_| !hides).unwrap_or(auth.realm()),
        why,
        resource_metadata: auth.resource_metadata_url(),
        scopes: &scopes,
    };
    if let Some(verifier) = auth.schemes().get(scheme) {
        verifier.challenge(&asking, fields);
    }
}

fn needed_scopes(auth: &Auth, access: &'static Access, attempt: &Attempt) -> Vec<&'static str> {
    let known = auth.vocabularies().scopes.as_slice();
    let identity = attempt.outcome.identity_ref();
    let has = |name: &str| identity.is_some_and(|it| it.has_scope(name));
    access.scopes(&|rule| rule.passes(known, &has))
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
