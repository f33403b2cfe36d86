use actix_web::get;

use auth_runtime::{require_auth, require_role as role};

#[get("/admin")]
#[require_auth]
#[role("admin")]
async fn dashboard() -> &'static str {
    "numbers"
}

fn main() {}
