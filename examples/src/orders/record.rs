//! Whose an order is, and who may do what to it. Said once; the handlers only name what they do.

use actix_web::web::{Data, Path};
use auth_runtime::{Action, AuthorizationError, Identity, Record};

use super::Order;
use crate::store::Store;
use crate::users::Role;

impl Record for Order {
    type Source = (Path<i64>, Data<Store>);

    async fn load(
        (id, store): Self::Source,
        _: &Identity,
    ) -> Result<Option<Self>, AuthorizationError> {
        Ok(store.run(move |store| super::find(store, *id)).await?)
    }

    /// The buyer, and editors, who pack it. To everybody else it is not there: who tries number after
    /// number does not learn which are taken.
    fn may_read(&self, caller: &Identity) -> bool {
        self.is_of(caller) || caller.has_role(Role::Editor)
    }
}

impl Order {
    fn is_of(&self, caller: &Identity) -> bool {
        self.buyer == caller.subject()
    }
}

/// Its buyer cancels an order, and nobody else.
pub(super) enum Cancel {}

impl Action<Order> for Cancel {
    const NAME: &'static str = "cancel";

    fn is_permitted(order: &Order, caller: &Identity) -> bool {
        order.is_of(caller) && !order.is_sent
    }
}
