use actix_web::get;
use auth_runtime::require_auth;

#[get("/page")]
#[require_auth(message = "Log in first.")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
