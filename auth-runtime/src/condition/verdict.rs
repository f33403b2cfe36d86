//! What a condition answers.

use std::borrow::Cow;

use crate::obstacle::AuthorizationError;

/// The answer of a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The request may go on.
    Allow,
    /// The caller may not: 403, or what a path that does not exist answers where the attribute says
    /// `hide = true`.
    Forbid(Reason),
    /// The caller is told what it would be told of a path that does not exist.
    Hide,
}

/// Why a condition forbids. It goes to the log, and to nobody else unless it is [`told`](Self::told).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reason {
    text: Cow<'static, str>,
    is_told: bool,
}

impl Verdict {
    /// Forbids, for a reason that only the log has.
    pub fn forbid(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::Forbid(Reason::new(reason))
    }

    /// Forbids, and says so to the caller: the reason is the message of the 403. Nothing in it may be
    /// secret.
    ///
    /// ```
    /// use auth_runtime::Verdict;
    ///
    /// let verdict = Verdict::forbid_telling("Exports are part of the paid plan.");
    /// ```
    pub fn forbid_telling(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::Forbid(Reason::new(reason).told())
    }
}

impl Reason {
    /// A reason for the log.
    pub fn new(text: impl Into<Cow<'static, str>>) -> Self {
        Self {
            text: text.into(),
            is_told: false,
        }
    }

    /// Makes it the message of the 403, too. The caller reads it: nothing in it may be secret.
    ///
    /// ```
    /// use auth_runtime::{Reason, Verdict};
    ///
    /// let verdict = Verdict::Forbid(Reason::new("Exports are part of the paid plan.").told());
    /// ```
    #[must_use]
    pub fn told(mut self) -> Self {
        self.is_told = true;
        self
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What the caller reads, if it is told something.
    pub(crate) fn message(&self) -> Option<Cow<'static, str>> {
        (self.is_told && !self.text.is_empty()).then(|| self.text.clone())
    }
}

/// What a condition may return: a [`Verdict`], a `bool`, or a `Result` with either.
///
/// `false` forbids without a reason.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no verdict",
    label = "not what a condition answers",
    note = "a condition answers `auth_runtime::Verdict`, `bool`, or a `Result` of one",
    note = "what is registered answers at once; what waits is an async function that `#[require_condition(…)]` \
            names, or a `Condition` that answers `Judgement::later(…)`"
)]
pub trait IntoVerdict {
    /// As a verdict, or as why there is none.
    #[expect(clippy::missing_errors_doc, reason = "an error is passed on")]
    fn into_verdict(self) -> Result<Verdict, AuthorizationError>;
}

impl IntoVerdict for Verdict {
    fn into_verdict(self) -> Result<Verdict, AuthorizationError> {
        Ok(self)
    }
}

impl IntoVerdict for bool {
    fn into_verdict(self) -> Result<Verdict, AuthorizationError> {
        Ok(if self {
            Verdict::Allow
        } else {
            Verdict::Forbid(Reason::default())
        })
    }
}

/// With an error of your own, too: it is then a 500, as with `?`.
impl<V: IntoVerdict, E: Into<AuthorizationError>> IntoVerdict for Result<V, E> {
    fn into_verdict(self) -> Result<Verdict, AuthorizationError> {
        self.map_err(Into::into).and_then(V::into_verdict)
    }
}
