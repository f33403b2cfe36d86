use actix_web::get;

use auth_runtime::{require_auth as auth, require_role as role};

#[auth]
#[role("admin")]
#[get("/admin")]
async fn dashboard() -> &'static str {
    "numbers"
}

fn main() {}
