use actix_web::get;
use auth_runtime::{require_auth, require_role};

mod roles {
    pub const ADMIN: &str = "admin";
}

#[get("/admin")]
#[require_auth]
#[require_role(roles::ADMIN)]
async fn dashboard() -> &'static str {
    roles::ADMIN
}

fn main() {}
