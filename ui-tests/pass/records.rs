#![deny(warnings)]
#![forbid(unsafe_code)]
#![deny(missing_docs, unreachable_pub)]
//! Records that a handler takes checked.

use actix_web::{App, delete, get, web};
use auth_runtime::{
    Action, AuthorizationError, Authorized, Identity, Read, Record, Write, declared_handlers, put,
    require_auth,
};

#[derive(Debug)]
struct Order {
    buyer: String,
}

impl Record for Order {
    type Source = web::Path<String>;

    async fn load(
        id: Self::Source,
        _: &Identity,
    ) -> Result<Option<Self>, AuthorizationError> {
        Ok(Some(Self {
            buyer: id.into_inner(),
        }))
    }

    fn may_read(&self, caller: &Identity) -> bool {
        self.buyer == caller.subject()
    }
}

enum Refund {}

impl Action<Order> for Refund {
    const NAME: &'static str = "refund";

    fn is_permitted(_: &Order, caller: &Identity) -> bool {
        caller.has_role("clerk")
    }
}

/// Any record.
#[derive(Debug)]
pub struct Page<T>(pub T);

impl<T: Default + 'static> Record for Page<T> {
    type Source = (Identity, Option<web::Query<u64>>);

    async fn load(
        _: Self::Source,
        _: &Identity,
    ) -> Result<Option<Self>, AuthorizationError> {
        Ok(None)
    }

    fn may_read(&self, _: &Identity) -> bool {
        false
    }
}

type Paid = Authorized<Order, Refund>;

#[get("/orders/{id}")]
#[require_auth]
async fn show(order: Authorized<Order>) -> String {
    format!("{order:?}")
}

#[require_auth]
#[put("/orders/{id}")]
async fn change(mut to: String, order: Authorized<Order, Write>, who: Identity) -> String {
    to.push_str(&order.buyer);
    to + who.subject()
}

#[require_auth]
#[delete("/orders/{id}/{page}")]
async fn several(
    _: Authorized<crate::Order, Refund>,
    #[allow(unused_mut)] mut page: auth_runtime::Authorized<Page<Vec<u8>>, Read>,
    web::Json((a, b)): web::Json<(u8, u8)>,
) -> String {
    format!("{} {}", page.into_inner().0.len(), a + b)
}

/// By another name it is checked all the same, and no list can tell.
#[require_auth]
async fn by_alias(order: Paid) -> String {
    order.into_inner().buyer
}

fn main() {
    let _ = App::new()
        .service((show, change, several))
        .route("/alias/{id}", web::get().to(by_alias));

    let kept = |name: &str| {
        let handlers = declared_handlers();
        let handler = handlers.iter().find(|it| it.place().handler == name);
        handler.map(|it| {
            let records = it.records().iter().map(|it| format!("{} for {}", it.record, it.action));
            records.collect::<Vec<_>>().join("; ")
        })
    };
    for (name, expected) in [
        ("show", "Order for Read"),
        ("change", "Order for Write"),
        ("several", "crate::Order for Refund; Page<Vec<u8>> for Read"),
        ("by_alias", ""),
    ] {
        assert_eq!(kept(name).as_deref(), Some(expected), "{name}");
    }
}
