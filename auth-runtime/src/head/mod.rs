//! What of a request can be looked at before its body.

mod extractors;
mod path;
mod tuple;

use actix_web::HttpRequest;

use crate::identity::Identity;
use crate::obstacle::AuthorizationError;
use extractors::extracted;

/// What conditions and records are given: the caller, and what stands in the request's head.
///
/// Implemented for [`Identity`], `HttpRequest`, and actix-web's `Path`, `Query`, `Header`, `Data` and
/// `ReqData`, for `ClientAddress` (feature `networks`), for `Option` of these, and for tuples. Not for
/// what reads the body: nothing reads it before the decision.
///
/// - A path that does not fit answers like a path that does not exist. `Path<u64>` is for routes of one
///   segment, a tuple for as many as it has, a struct for all that have segments of its fields' names; what
///   takes another number than the route has is the application's mistake: 500.
/// - A query or header that does not fit answers as the extractor does in a handler: 400.
/// - `Data` that the application lacks is the application's mistake: 500.
///
/// For a condition with `hide = true` all of these answer like a path that does not exist.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not in the request's head [auth::A019]",
    label = "conditions and records cannot be given this",
    note = "they are asked before the body is read; what they can be given implements \
            `auth_runtime::FromHead`: `Identity`, `web::Path<_>`, `web::Query<_>`, `web::Data<_>`, `HttpRequest`"
)]
pub trait FromHead: Sized {
    /// Takes it from the request, and from who sent it.
    ///
    /// # Errors
    ///
    /// What the caller is answered instead.
    fn from_head(request: &HttpRequest, caller: &Identity) -> Result<Self, AuthorizationError>;
}
