use actix_web::get;
use auth_runtime::require_auth;

#[get("/page")]
#[require_auth(max_age = "5 minutes")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
