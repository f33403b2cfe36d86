use actix_web::get;
use auth_runtime::{require_auth, require_role};

#[get("/admin")]
#[require_auth]
#[require_role("admin", hide = "true")]
async fn dashboard() -> &'static str {
    "numbers"
}

fn main() {}
