use actix_web::get;
use auth_runtime::{AuthorizationError, Authorized, Identity, Record, require_auth};

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

enum Refund {}

#[get("/orders/{id}")]
#[require_auth]
async fn page(order: Authorized<Order, Refund>) -> &'static str {
    drop(order);
    "page"
}

fn main() {}
