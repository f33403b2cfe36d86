use actix_web::get;
use auth_runtime::{require_auth, require_scope};

#[get("/page")]
#[require_auth]
#[require_scope("orders:read", hide = true, message = "Ask for more.")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
