use actix_web::get;
use auth_runtime::{AuthorizationError, Authorized, Identity, Record};

struct Order;

impl Record for Order {
    type Source = ();

    async fn load(_: (), _: &Identity) -> Result<Option<Self>, AuthorizationError> {
        Ok(None)
    }

    fn may_read(&self, _: &Identity) -> bool {
        false
    }
}

#[get("/orders/{id}")]
async fn page(order: Authorized<Order>) -> &'static str {
    drop(order);
    "page"
}

fn main() {}
