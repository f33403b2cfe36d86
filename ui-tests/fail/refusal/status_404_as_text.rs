use actix_web::get;
use auth_runtime::{require_auth, require_role};

#[get("/page")]
#[require_auth]
#[require_role("admin", status_code = "404")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
