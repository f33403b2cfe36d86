//! A record that its caller may not have → refusal.

use actix_web::{Error, HttpRequest};

use crate::audit;
use crate::auth::Auth;
use crate::identity::Identity;
use crate::obstacle::{AuthorizationError, Obstacle};
use crate::policy::Access;
use crate::response::{self, Refusal};

/// Why a handler gets no record.
pub(crate) enum RecordCheck {
    Absent,
    /// For this caller it does not exist.
    Unreadable,
    /// The caller may read it, and not do this to it.
    NotPermitted,
    Failed(AuthorizationError),
}

/// What the caller is answered. Absent and unreadable are one answer, from here on: that of a path
/// which does not exist.
pub(crate) async fn refuse_record(
    request: &HttpRequest,
    access: &'static Access,
    caller: &Identity,
    (record, action): (&'static str, &'static str),
    check: RecordCheck,
) -> Error {
    let Some(auth) = Auth::of(request) else {
        return response::unconfigured();
    };
    let obstacle = match check {
        RecordCheck::Absent | RecordCheck::Failed(AuthorizationError(Obstacle::Absent)) => {
            return missed(auth, request).await;
        }
        RecordCheck::Unreadable => {
            audit::record(access, caller, record, "read", "hidden");
            return missed(auth, request).await;
        }
        RecordCheck::NotPermitted => {
            audit::record(access, caller, record, action, "forbidden");
            return response::refused(auth, request, Refusal::forbidden_record());
        }
        RecordCheck::Failed(AuthorizationError(obstacle)) => obstacle,
    };
    audit::unjudged(access, &format!("{record}: {action}"), &obstacle);
    hindered(auth, request, obstacle)
}

/// Nobody can tell: 500 or 503, or what an extractor answers to what it cannot understand.
pub(super) fn hindered(auth: &Auth, request: &HttpRequest, obstacle: Obstacle) -> Error {
    match obstacle {
        Obstacle::Refused(error) if is_refusal(&error) => error,
        Obstacle::Refused(_) => response::refused(auth, request, Refusal::broken()),
        #[cfg(feature = "networks")]
        Obstacle::Unplaced => response::refused(auth, request, Refusal::elsewhere()),
        Obstacle::Unavailable(_) => response::refused(auth, request, Refusal::undecided()),
        Obstacle::Absent | Obstacle::Broken(_) => {
            response::refused(auth, request, Refusal::broken())
        }
    }
}

/// Whether it is the answer to a request that does not pass.
fn is_refusal(error: &Error) -> bool {
    let status = error.as_response_error().status_code();
    status.is_client_error() || status.is_server_error()
}

async fn missed(auth: &Auth, request: &HttpRequest) -> Error {
    let refused = response::not_found(auth, request).decided().await;
    // A miss is never granted.
    refused.err().unwrap_or_else(response::unconfigured)
}
