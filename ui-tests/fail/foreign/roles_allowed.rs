use actix_web::get;
use auth_runtime::require_auth;

#[require_auth]
#[roles_allowed("admin")]
#[get("/page")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
