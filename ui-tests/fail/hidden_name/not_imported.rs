use actix_web::get;
use auth_runtime::require_auth;

#[get("/admin")]
#[require_auth]
#[require_role("admin")]
async fn admin() -> &'static str {
    "admin"
}

fn main() {}
