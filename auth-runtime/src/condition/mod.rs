//! What code of the application says of a request, before its handler runs.

mod function;
mod registered;
mod verdict;

use std::fmt;

use actix_web::HttpRequest;
use futures_util::future::LocalBoxFuture;

pub use function::{ConditionFn, function};
pub(crate) use registered::Conditions;
pub use verdict::{IntoVerdict, Reason, Verdict};

use crate::identity::Identity;
use crate::obstacle::AuthorizationError;

/// What a request must fulfil beside names: from where it comes, what time it is, what it asks for.
///
/// Registered with [`AuthBuilder::condition`](crate::AuthBuilder::condition), and asked of the handlers
/// under `#[require_condition("…")]` after the caller is known and has the roles, scopes and
/// permissions that the handler asks for. It sees the request's head, never its body. A panic in here
/// answers 500, or hides where the attribute says `hide = true`, and never lets anybody pass.
///
/// Functions `Fn(&HttpRequest, &Identity) -> Verdict` are conditions. What has to wait, or looks at the
/// path, is better an async function that the attribute names:
/// [`require_condition`](macro@crate::require_condition).
///
/// ```
/// use actix_web::HttpRequest;
/// use auth_runtime::{Condition, Identity, Judgement, Verdict};
///
/// /// Nobody works at night.
/// struct OfficeHours<C>(C);
///
/// impl<C: Fn() -> u8 + Send + Sync + 'static> Condition for OfficeHours<C> {
///     fn judge(&self, _: &HttpRequest, _: &Identity) -> Judgement {
///         let hour = (self.0)();
///         Judgement::now(if (8..18).contains(&hour) {
///             Verdict::Allow
///         } else {
///             Verdict::forbid("outside of office hours")
///         })
///     }
/// }
///
/// let builder = auth_runtime::Auth::builder().condition("office hours", OfficeHours(|| 9));
/// ```
pub trait Condition: Send + Sync + 'static {
    /// Whether this caller may go on with this request.
    fn judge(&self, request: &HttpRequest, caller: &Identity) -> Judgement;
}

impl<F, V> Condition for F
where
    F: Fn(&HttpRequest, &Identity) -> V + Send + Sync + 'static,
    V: IntoVerdict,
{
    fn judge(&self, request: &HttpRequest, caller: &Identity) -> Judgement {
        Judgement::now(self(request, caller))
    }
}

/// The answer of a [`Condition`], now or later.
pub struct Judgement(pub(crate) Judged);

pub(crate) enum Judged {
    Now(Result<Verdict, AuthorizationError>),
    Later(LocalBoxFuture<'static, Result<Verdict, AuthorizationError>>),
}

impl Judgement {
    /// An answer without waiting.
    pub fn now(verdict: impl IntoVerdict) -> Self {
        Self(Judged::Now(verdict.into_verdict()))
    }

    /// An answer that has to be waited for. No part of the request is read meanwhile.
    pub fn later<V: IntoVerdict>(verdict: impl Future<Output = V> + 'static) -> Self {
        Self(Judged::Later(Box::pin(async move {
            verdict.await.into_verdict()
        })))
    }
}

impl fmt::Debug for Judgement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Judged::Now(verdict) => f.debug_tuple("Now").field(verdict).finish(),
            Judged::Later(_) => f.debug_tuple("Later").finish_non_exhaustive(),
        }
    }
}
