//! What a handler does to a record.

use super::Record;
use crate::identity::Identity;

/// Something that a handler does to a record: [`Read`], [`Write`], or a type of yours.
///
/// ```
/// # use auth_runtime::{AuthorizationError, Record};
/// use auth_runtime::{Action, Authorized, Identity, require_auth};
/// # struct Order { buyer: String, is_paid: bool }
/// # impl Record for Order {
/// #     type Source = ();
/// #     async fn load(_: (), _: &Identity) -> Result<Option<Self>, AuthorizationError> { Ok(None) }
/// #     fn may_read(&self, _: &Identity) -> bool { false }
/// # }
///
/// enum Refund {}
///
/// impl Action<Order> for Refund {
///     const NAME: &'static str = "refund";
///
///     fn is_permitted(order: &Order, caller: &Identity) -> bool {
///         order.is_paid && caller.has_role("clerk")
///     }
/// }
///
/// #[require_auth]
/// async fn refund(order: Authorized<Order, Refund>) -> String {
///     format!("{} gets the money back", order.buyer)
/// }
/// ```
///
/// It is asked of records that the caller may read; of others the caller does not learn that they exist.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no action on `{T}`",
    label = "not something that `Authorized<{T}, _>` can ask",
    note = "`Read` and `Write` are; others by `impl Action<{T}> for {Self}`"
)]
pub trait Action<T: Record>: 'static {
    /// What it is called in the log. The access matrix has the type's name, as the handler writes it.
    const NAME: &'static str;

    /// Whether this caller may do it to this record.
    fn is_permitted(record: &T, caller: &Identity) -> bool;
}

/// Reading a record: whoever may, for whom it exists.
#[derive(Debug)]
pub enum Read {}

/// Changing a record: whoever [`may_write`](Record::may_write).
#[derive(Debug)]
pub enum Write {}

impl<T: Record> Action<T> for Read {
    const NAME: &'static str = "read";

    fn is_permitted(record: &T, caller: &Identity) -> bool {
        record.may_read(caller)
    }
}

impl<T: Record> Action<T> for Write {
    const NAME: &'static str = "write";

    fn is_permitted(record: &T, caller: &Identity) -> bool {
        record.may_write(caller)
    }
}
