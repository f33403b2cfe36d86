use actix_web::post;
use auth_runtime::require_auth;

#[require_auth(scheme = "Session", redirect = true)]
#[post("/orders")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
