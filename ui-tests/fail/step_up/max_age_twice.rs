use actix_web::get;
use auth_runtime::require_auth;

#[get("/page")]
#[require_auth(max_age = "5m", max_age = "1h")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
