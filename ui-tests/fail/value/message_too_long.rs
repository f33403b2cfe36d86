use actix_web::get;
use auth_runtime::{require_auth, require_role};

#[get("/page")]
#[require_auth]
#[require_role("admin", message = "Only admins may do this. Only admins may do this. Only admins may do this. Only admins may do this. Only admins may do this. Only admins may do this. Only admins may do this. Only admins may do this. Only admins may do this. Only admins may do this. Only admins may do this. Only admins may do this. ")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
