use actix_web::get;
use auth_runtime::{require_auth, require_role};

const HIDE: bool = true;

#[get("/admin")]
#[require_auth]
#[require_role("admin", hide = HIDE)]
async fn dashboard() -> &'static str {
    "numbers"
}

fn main() {}
