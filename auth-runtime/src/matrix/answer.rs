//! Decision → what a kind of caller gets, in the words of a table.

use std::fmt;

use crate::decision::Decision;
use crate::policy::Privilege;

/// What a kind of caller gets of a handler, as its attributes declare it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Answer {
    /// The handler runs.
    Allow,
    /// 401 with a challenge.
    ///
    /// On a route that takes sessions, in an app with a login page, a browser is sent there by 303: where
    /// the handler says `redirect = true`, or where it says nothing and the browser asks for a page.
    Challenge,
    /// 401 with a challenge that says how to authenticate anew (RFC 9470 §3). A browser with a session is
    /// sent to the login page, as for [`Challenge`](Self::Challenge).
    StepUp,
    /// 403.
    Forbid,
    /// 403, to callers with an access token with a challenge that names the scopes that are missing
    /// (RFC 6750 §3.1).
    InsufficientScope,
    /// What the same caller gets of a path that does not exist: 404.
    ///
    /// In an app whose misses challenge anonymous callers they get that 401, here as there; see
    /// [`AuthBuilder::public_misses`](crate::AuthBuilder::public_misses).
    Hide,
}

impl Answer {
    /// The status, unless the handler chooses it.
    pub fn status(self) -> Option<u16> {
        match self {
            Self::Allow => None,
            Self::Challenge | Self::StepUp => Some(401),
            Self::Forbid | Self::InsufficientScope => Some(403),
            Self::Hide => Some(404),
        }
    }

    /// The answer in one word, for programs.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Challenge => "challenge",
            Self::StepUp => "step_up",
            Self::Forbid => "forbid",
            Self::InsufficientScope => "insufficient_scope",
            Self::Hide => "hide",
        }
    }
}

impl From<Decision> for Answer {
    fn from(decision: Decision) -> Self {
        match decision {
            Decision::Allow => Self::Allow,
            Decision::Challenge => Self::Challenge,
            Decision::StepUp(_) => Self::StepUp,
            Decision::Forbid(requirement) => match requirement.privilege() {
                Privilege::Scope(_) => Self::InsufficientScope,
                _ => Self::Forbid,
            },
            Decision::Hide(_) => Self::Hide,
            // The rows of a matrix have every verdict.
            Decision::Ask(_) => Self::Forbid,
        }
    }
}

/// `allowed`, `401`, `401 step-up`, `403`, `403 insufficient_scope`, `404`.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Allow => "allowed",
            Self::Challenge => "401",
            Self::StepUp => "401 step-up",
            Self::Forbid => "403",
            Self::InsufficientScope => "403 insufficient_scope",
            Self::Hide => "404",
        })
    }
}
