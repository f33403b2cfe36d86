use actix_web::get;
use auth_runtime::require_auth;

#[get("/page")]
#[require_auth(max_age = "99999999999999999999s")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
