use actix_web::get;
use auth_runtime::{require_auth, require_permission};

#[get("/page")]
#[require_auth]
#[require_permission("orders.refund ")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
