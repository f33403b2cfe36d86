use actix_web::get;
use auth_runtime::{Authorized, require_auth};

struct Order;

#[get("/orders/{id}")]
#[require_auth]
async fn page(order: Authorized<Order>) -> &'static str {
    drop(order);
    "page"
}

fn main() {}
