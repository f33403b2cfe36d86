use actix_web::get;
use auth_runtime::{require_auth, require_scope};

#[get("/page")]
#[require_auth(scheme = "Bearer")]
#[require_scope("orders:read", "offline_access")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
