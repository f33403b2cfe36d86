use actix_web::get;
use auth_runtime::require_auth;

#[get("/page")]
#[require_auth]
#[permit_all]
async fn page() -> &'static str {
    "page"
}

fn main() {}
