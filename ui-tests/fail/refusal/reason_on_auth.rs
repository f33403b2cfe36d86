use actix_web::get;
use auth_runtime::require_auth;

#[get("/page")]
#[require_auth(reason = "it is private")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
