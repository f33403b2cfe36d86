use actix_web::get;
use auth_runtime::require_auth;

#[get("/page")]
#[require_auth(realm = "accounts", scheme = ["Bearer", "Digest"])]
async fn page() -> &'static str {
    "page"
}

fn main() {}
