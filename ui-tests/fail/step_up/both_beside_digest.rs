use actix_web::get;
use auth_runtime::require_auth;

#[get("/page")]
#[require_auth(scheme = "Digest", max_age = "5m", acr = "phr")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
