use actix_web::get;

use auth_runtime::{require_auth as auth, require_role as role};

#[get("/admin")]
#[auth]
#[role("admin")]
async fn dashboard() -> &'static str {
    "numbers"
}

fn main() {}
