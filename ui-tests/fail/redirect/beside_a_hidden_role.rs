use actix_web::get;
use auth_runtime::{require_auth, require_role};

#[get("/admin")]
#[require_auth(scheme = "Session", redirect = true)]
#[require_role("admin", hide = true)]
async fn admin() -> &'static str {
    "admin"
}

fn main() {}
