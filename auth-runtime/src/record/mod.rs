//! Objects that a handler is given only once the caller may do to them what it does.

mod action;
mod authorized;

use crate::head::FromHead;
use crate::identity::Identity;
use crate::obstacle::AuthorizationError;

pub use action::{Action, Read, Write};
pub use authorized::Authorized;

/// A record of the application that callers may read, or more, or not.
///
/// A handler takes it as [`Authorized<Order>`](Authorized): loaded, checked, and there is no other way
/// to have one. A record that does not exist and one that the caller may not read are the same answer,
/// that of a path that does not exist; who may read it but not do the action gets 403.
///
/// ```
/// use actix_web::web;
/// use auth_runtime::{AuthorizationError, Authorized, Identity, Record, Write, require_auth};
///
/// # struct Db;
/// # impl Db {
/// #     async fn order(&self, _: u64) -> Result<Option<Order>, std::io::Error> { Ok(None) }
/// # }
/// struct Order {
///     buyer: String,
///     is_sent: bool,
/// }
///
/// impl Record for Order {
///     type Source = (web::Path<u64>, web::Data<Db>);
///
///     async fn load(
///         (id, db): Self::Source,
///         _: &Identity,
///     ) -> Result<Option<Self>, AuthorizationError> {
///         Ok(db.order(*id).await?)
///     }
///
///     fn may_read(&self, caller: &Identity) -> bool {
///         self.buyer == caller.subject() || caller.has_role("clerk")
///     }
///
///     fn may_write(&self, caller: &Identity) -> bool {
///         !self.is_sent && caller.has_role("clerk")
///     }
/// }
///
/// #[require_auth]
/// async fn buyer(order: Authorized<Order>) -> String {
///     order.into_inner().buyer
/// }
///
/// #[require_auth]
/// async fn cancel(order: Authorized<Order, Write>, why: web::Json<String>) -> String {
///     format!("{} is told: {why}", order.buyer)
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no record",
    label = "`Authorized<_>` takes a type that implements `Record`",
    note = "`impl Record for {Self}` says how it is loaded, and who may read it"
)]
pub trait Record: Sized + 'static {
    /// What it is loaded from: the path, `web::Data`, the caller. A tuple for several.
    type Source: FromHead;

    /// The record that the request names. A record of another tenant is none: ask for it together
    /// with the tenant's id.
    ///
    /// # Errors
    ///
    /// When nobody can tell: [`AuthorizationError::unavailable`] is 503, [`AuthorizationError::refused`] an answer
    /// of your own, every other error 500. `?` makes one
    /// of your own error types; what is no [`std::error::Error`] goes through
    /// `.map_err(AuthorizationError::broken)?`.
    fn load(
        source: Self::Source,
        caller: &Identity,
    ) -> impl Future<Output = Result<Option<Self>, AuthorizationError>>;

    /// Whether it exists, for this caller. What this has to know, [`load`](Self::load) brings along.
    fn may_read(&self, caller: &Identity) -> bool;

    /// Whether this caller may change it. Nobody may, unless said otherwise.
    fn may_write(&self, caller: &Identity) -> bool {
        let _ = caller;
        false
    }
}
