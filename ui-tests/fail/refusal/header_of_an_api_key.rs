use actix_web::get;
use auth_runtime::require_auth;

#[get("/page")]
#[require_auth(header = "X-API-Key")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
