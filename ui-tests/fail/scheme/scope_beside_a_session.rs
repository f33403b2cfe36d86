use actix_web::get;
use auth_runtime::{require_auth, require_scope};

#[require_scope("orders:read", "orders:write")]
#[require_auth(scheme = ["Session", "Digest"])]
#[get("/page")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
