use actix_web::get;
use auth_runtime::{require_auth, require_role};

#[get("/admin")]
#[require_auth(realm = "back office")]
#[require_role("admin", hide = true)]
#[require_role("owner", hide = true, message = "owners only")]
async fn dashboard() -> &'static str {
    "numbers"
}

fn main() {}
