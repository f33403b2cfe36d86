use actix_web::get;
use auth_runtime::{require_auth, require_role};

#[get("/admin")]
#[require_auth(crate = ::auth_runtime)]
#[require_role("admin", crate = crate::guard)]
async fn admin() -> &'static str {
    "admin"
}

fn main() {}
