use actix_web::get;
use auth_runtime::{AuthorizationError, Authorized, Identity, Record, allow_anonymous};

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

type OneOrder = Authorized<Order>;

#[get("/orders/{id}")]
#[allow_anonymous]
async fn page(order: OneOrder) -> &'static str {
    drop(order);
    "page"
}

fn main() {}
