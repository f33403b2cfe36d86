use actix_web::{get, web};

use auth_runtime::require_auth;

struct Order {
    number: u32,
}

#[require_auth]
#[get("/orders/{number}")]
async fn order(number: web::Path<u32>) -> Vec<Order> {
    vec![Order { number: *number }]
}

fn main() {}
