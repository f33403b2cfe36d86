use actix_web::get;
use auth_runtime::{require_auth, require_scope};

#[get("/page")]
#[require_auth(scheme = "Basic")]
#[require_scope("orders:read")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
