use actix_web::get;
use auth_runtime::require_permission;

#[require_permission("orders.refund")]
#[get("/page")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
