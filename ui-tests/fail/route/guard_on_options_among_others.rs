use actix_web::route;
use auth_runtime::require_auth;

#[require_auth]
#[route("/page", method = "GET", method = "OPTIONS")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
