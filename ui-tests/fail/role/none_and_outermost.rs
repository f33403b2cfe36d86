use actix_web::get;
use auth_runtime::{require_auth, require_role};

#[require_role]
#[require_auth]
#[get("/admin")]
async fn dashboard() -> &'static str {
    "numbers"
}

fn main() {}
