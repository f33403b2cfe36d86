use actix_web::get;
use auth_runtime::{require_auth, require_role};

#[get("/admin")]
#[require_auth(scheme = "Bearer"only)]
#[require_role("admin"_or_owner)]
async fn admin() -> &'static str {
    "admin"
}

fn main() {}
