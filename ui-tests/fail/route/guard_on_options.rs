use actix_web::options;
use auth_runtime::require_auth;

#[require_auth]
#[options("/page")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
