use actix_web::get;
use auth_runtime::require_auth;

#[get("/page")]
#[require_auth(scheme = ["Bearer", "ApiKey"])]
#[require_auth(scheme = "Basic")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
