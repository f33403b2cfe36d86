use actix_web::get;
use auth_runtime::require_auth;

#[get("/page")]
#[require_auth(acr = "phr phrh")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
