//! One structured event per refusal. Never the credential, never a claim that could forge a line.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use tracing::field::{DisplayValue, display};
use tracing::level_filters::LevelFilter;

use crate::auth::is_miss;
use crate::condition::Reason;
use crate::decision::Decision;
use crate::identity::{Attempt, AuthenticationError, Failure, Identity, Outcome};
use crate::obstacle::Obstacle;
use crate::policy::{Access, Place, Scheme};

/// A refusal: target `auth_runtime::denial`, level INFO for 401 and 400, WARN for 403 and 404.
///
/// `why` is the reason of a condition.
pub(crate) fn denied(access: &Access, decision: Decision, why: Option<&Reason>, attempt: &Attempt) {
    if nobody_listens() {
        return; // A flood of refusals is not to be described to nobody.
    }
    let outcome = &attempt.outcome;
    if matches!(decision, Decision::Hide(_)) && is_miss(access) {
        return; // A plain 404, and nothing that was refused.
    }
    let Place {
        handler, module, ..
    } = access.place();
    // Asked only where somebody listens.
    let scheme = || scheme(Some(access), attempt);
    let reason = || outcome.code();
    let subject = || {
        let identity = outcome.identity_ref();
        identity.map(|it| display(Encoded(it.subject(), LONGEST_SUBJECT)))
    };
    let why = || {
        let why = why.map(Reason::text).filter(|why| !why.is_empty());
        why.map(|why| display(Encoded(why, LONGEST_CAUSE)))
    };
    match decision {
        Decision::Forbid(requirement) => tracing::warn!(
            target: "auth_runtime::denial",
            handler, module, scheme = scheme(), reason = reason(), subject = subject(),
            requirement = %requirement, why = why(),
            "forbidden"
        ),
        Decision::Hide(requirement) => tracing::warn!(
            target: "auth_runtime::denial",
            handler, module, scheme = scheme(), reason = reason(), subject = subject(),
            requirement = requirement.map(display), why = why(),
            "hidden"
        ),
        Decision::Allow | Decision::Challenge | Decision::StepUp(_) | Decision::Ask(_) => {
            tracing::info!(
                target: "auth_runtime::denial",
                handler, module, scheme = scheme(), reason = reason(), subject = subject(),
                "challenged"
            );
        }
    }
}

/// Neither to events, nor to the lines of `log` that they become where nobody subscribes: actix-http turns
/// that on for the whole program.
fn nobody_listens() -> bool {
    LevelFilter::current() == LevelFilter::OFF && log::max_level() == log::LevelFilter::Off
}

/// The scheme by which the caller tried, or the one that it should have tried.
fn scheme(access: Option<&Access>, attempt: &Attempt) -> Option<DisplayValue<Scheme>> {
    let declared = access.and_then(|access| access.schemes().first().copied());
    attempt.scheme.or(declared).map(display)
}

/// Authentication itself failed, at a handler or in a login of the application's own: 500 or 503.
/// ERROR, and WARN where more came than can be served, which is no fault and would fill the log.
pub(crate) fn failed(access: Option<&Access>, attempt: &Attempt) {
    let Outcome::Refused(AuthenticationError(failure)) = &attempt.outcome else {
        return;
    };
    let handler = access.map(|it| it.place().handler);
    let module = access.map(|it| it.place().module);
    let scheme = scheme(access, attempt);
    let reason = attempt.outcome.code();
    if matches!(failure, Failure::Busy) {
        tracing::warn!(
            target: "auth_runtime::denial",
            handler, module, scheme, reason, "authentication is busy"
        );
        return;
    }
    let cause = told(|| format!("{failure:?}"));
    tracing::error!(
        target: "auth_runtime::denial",
        handler, module, scheme, reason,
        cause = %Encoded(&cause, LONGEST_CAUSE),
        "authentication failed"
    );
}

/// A caller with too many failures behind it, whose credential nobody looked at: 429. At a handler, or
/// in a login of the application's own.
#[cfg(feature = "throttle")]
pub(crate) fn throttled(access: Option<&Access>) {
    tracing::warn!(
        target: "auth_runtime::denial",
        handler = access.map(|it| it.place().handler),
        module = access.map(|it| it.place().module),
        reason = "throttled",
        "throttled"
    );
}

/// A request from an address from which none are accepted, or from nobody knows where: 403.
#[cfg(feature = "networks")]
pub(crate) fn elsewhere(access: &Access, client: Option<std::net::IpAddr>) {
    tracing::warn!(
        target: "auth_runtime::denial",
        handler = access.place().handler,
        module = access.place().module,
        reason = "address",
        address = client.map(tracing::field::display),
        "from elsewhere"
    );
}

/// A guarded handler in an app without `Auth`, or with two of which none is the nearer: 500.
pub(crate) fn unconfigured(access: &Access) {
    tracing::error!(
        target: "auth_runtime::denial",
        handler = access.place().handler,
        module = access.place().module,
        reason = "no_auth_in_app_data",
        "this app has no `Auth`, or one as it is and another in a `web::Data`: add \
         `.app_data(auth.clone())` to the `App` or scope"
    );
}

/// A record that the caller is not given: 404 or 403.
pub(crate) fn record(
    access: &Access,
    caller: &Identity,
    record: &'static str,
    action: &'static str,
    answer: &'static str,
) {
    tracing::warn!(
        target: "auth_runtime::denial",
        handler = access.place().handler,
        module = access.place().module,
        reason = "record",
        subject = %Encoded(caller.subject(), LONGEST_SUBJECT),
        record, action,
        "{answer}"
    );
}

/// Nobody can tell whether the caller may.
pub(crate) fn unjudged(access: &Access, requirement: &str, obstacle: &Obstacle) {
    let cause: &dyn fmt::Display = match obstacle {
        // Requests that name what is not there, or cannot be understood, are nobody's failure.
        Obstacle::Absent | Obstacle::Refused(_) => return,
        #[cfg(feature = "networks")]
        Obstacle::Unplaced => return elsewhere(access, None),
        Obstacle::Unavailable(cause) | Obstacle::Broken(cause) => cause,
    };
    let cause = told(|| cause.to_string());
    tracing::error!(
        target: "auth_runtime::denial",
        handler = access.place().handler,
        module = access.place().module,
        reason = "undecided",
        requirement,
        cause = %Encoded(&cause, LONGEST_CAUSE),
        "authorization failed"
    );
}

/// A handler of which only the owner may make use, on a route that names no owner: 403 or 404.
pub(crate) fn no_such_segment(access: &Access, segment: &str) {
    tracing::error!(
        target: "auth_runtime::denial",
        handler = access.place().handler,
        module = access.place().module,
        reason = "no_such_segment",
        segment,
        "this route's path has no such segment: write `{{{segment}}}` in it, or name another one in \
         `#[require_owner(path = …)]`"
    );
}

/// A handler that hides, in an app whose misses do not come from its
/// [`Auth::not_found`](crate::Auth::not_found).
pub(crate) fn misses_elsewhere() {
    tracing::error!(
        target: "auth_runtime::denial",
        reason = "no_default_service",
        "a handler hides what it refuses, and misses may look different: add \
         `.default_service(auth.not_found())` to the `App`, and to each scope with an `Auth` of its own"
    );
}

/// What somebody else's error says of itself. One that cannot must not take the refusal with it.
fn told(cause: impl Fn() -> String) -> String {
    let told = catch_unwind(AssertUnwindSafe(cause));
    told.unwrap_or_else(|_| "an error that cannot be written".to_owned())
}

/// Text from a credential, safe in a line of a log (OWASP ASVS 16.4.1): escaped and cut.
struct Encoded<'a>(&'a str, usize);

const LONGEST_SUBJECT: usize = 128;
const LONGEST_CAUSE: usize = 1024;

impl fmt::Display for Encoded<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars().take(self.1) {
            match character {
                // Tells an escape from the same characters written out.
                '\\' => f.write_str("\\\\")?,
                ' '..='~' => write!(f, "{character}")?,
                other => write!(f, "{}", other.escape_unicode())?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Encoded;

    #[test]
    fn claims_cannot_start_a_new_line_or_colour_the_terminal() {
        let text = Encoded("eve\nINFO all is well\x1b[31m\u{202e}\\u{a}", 128).to_string();
        assert_eq!(
            text,
            "eve\\u{a}INFO all is well\\u{1b}[31m\\u{202e}\\\\u{a}"
        );
    }

    #[test]
    fn long_text_is_cut() {
        assert_eq!(Encoded(&"x".repeat(10_000), 128).to_string().len(), 128);
    }
}
