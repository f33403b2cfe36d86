use actix_web::get;
use auth_runtime::{require_auth, require_role};

#[get("/page")]
#[require_auth(scheme = "Bearer")]
#[require_role("admin", max_age = "5m")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
