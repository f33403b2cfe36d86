use actix_web::get;
use auth_runtime::require_auth;

#[get("/page")]
#[require_auth(max-age = "5m")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
