use actix_web::get;
use auth_runtime::{allow_anonymous, require_permission};

#[get("/page")]
#[require_permission("orders.refund")]
#[allow_anonymous]
async fn page() -> &'static str {
    "page"
}

fn main() {}
