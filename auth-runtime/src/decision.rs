//! Policy + what the caller presented → decision. Pure: no I/O, no HTTP.

use crate::identity::Identity;
use crate::policy::{Access, Authentication, Requirement};

/// What a caller presented, after authentication.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Presented<'a> {
    /// No credential of a scheme that is understood here.
    Nothing,
    /// A credential that names nobody: malformed, forged, expired, revoked.
    Unusable,
    /// A credential that names this identity.
    Identity(&'a Identity),
}

/// What becomes of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub(crate) enum Decision {
    /// The handler runs.
    Allow,
    /// The caller must make itself known: 401, or 400 for a credential that cannot be read.
    Challenge,
    /// The caller is known and may not: 403.
    Forbid(&'static Requirement),
    /// The caller learns what it would learn of a path that does not exist.
    Hide,
}

/// Decides. Anonymous callers pass only where the policy says so; a requirement is judged only for
/// an identity; of several requirements that fail, a hidden one hides the refusal.
pub(crate) fn decide(access: &Access, presented: Presented<'_>) -> Decision {
    match (access.authentication, presented) {
        (_, Presented::Identity(identity)) => judge(access.requirements, identity),
        (Authentication::Optional { .. }, Presented::Nothing) => Decision::Allow,
        (Authentication::Required { hide: true, .. }, _) => Decision::Hide,
        (Authentication::Optional { .. }, Presented::Unusable)
        | (Authentication::Required { .. }, _) => Decision::Challenge,
    }
}

fn judge(requirements: &'static [Requirement], identity: &Identity) -> Decision {
    let mut failed = requirements
        .iter()
        .filter(|requirement| !requirement.rule.holds(identity.roles()));
    match failed.next() {
        None => Decision::Allow,
        Some(first) if first.hide || failed.any(|other| other.hide) => Decision::Hide,
        Some(first) => Decision::Forbid(first),
    }
}
