use actix_web::{post, web};
use auth_runtime::{require_auth, require_condition};

async fn is_small(order: web::Json<u64>) -> bool {
    *order < 100
}

#[post("/orders")]
#[require_auth]
#[require_condition(is_small)]
async fn place() -> &'static str {
    "placed"
}

fn main() {}
