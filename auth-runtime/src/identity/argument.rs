//! Why `Identity` is no argument of a handler that declares no access.

use std::future::Ready;

use actix_web::dev::Payload;
use actix_web::{Error, FromRequest, HttpRequest};

use super::Identity;

/// Implemented by nothing: the place for the message that an undeclared handler gets.
#[diagnostic::on_unimplemented(
    message = "`Identity` is an argument of handlers that declare their access, and this one does not \
               [auth::A097]",
    label = "this handler takes an `Identity` and has no `#[require_auth]`",
    note = "add `#[require_auth(scheme = \"Bearer\")]` to the handler",
    note = "if callers without a credential may come in: `#[allow_anonymous]` and `Option<Identity>`"
)]
pub trait UndeclaredHandler<'a> {}

/// Never in force, since nothing implements `UndeclaredHandler`. It is here for its message, in
/// place of rustc's list of extractors.
#[doc(hidden)]
impl FromRequest for Identity
where
    for<'a> Self: UndeclaredHandler<'a>,
{
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(_: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(Err(actix_web::error::ErrorInternalServerError(
            "undeclared handler",
        )))
    }
}
