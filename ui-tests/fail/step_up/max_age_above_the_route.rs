use actix_web::get;
use auth_runtime::require_auth;

#[require_auth(scheme = ["Bearer", "Digest"], max_age = "5m")]
#[get("/page")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
