use actix_web::get;
use auth_runtime::{require_auth, require_role};

#[get("/me")]
#[require_auth(scheme = "bearer")]
async fn me() -> &'static str {
    "me"
}

#[get("/admin")]
#[require_role("admin")]
async fn dashboard() -> &'static str {
    "numbers"
}

fn main() {}
