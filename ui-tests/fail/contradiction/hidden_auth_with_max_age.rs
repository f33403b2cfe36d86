use actix_web::get;
use auth_runtime::require_auth;

#[get("/page")]
#[require_auth(max_age = "5m", hide = true)]
async fn page() -> &'static str {
    "page"
}

fn main() {}
