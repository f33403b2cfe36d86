use actix_web::web;
use auth_runtime::{AuthorizationError, Identity, Record};

struct Order;

impl Record for Order {
    type Source = web::Json<u64>;

    async fn load(_: Self::Source, _: &Identity) -> Result<Option<Self>, AuthorizationError> {
        Ok(None)
    }

    fn may_read(&self, _: &Identity) -> bool {
        false
    }
}

fn main() {}
