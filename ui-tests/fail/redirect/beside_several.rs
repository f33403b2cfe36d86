use actix_web::get;
use auth_runtime::require_auth;

#[require_auth(scheme = ["Bearer", "ApiKey"], redirect = true)]
#[get("/page")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
