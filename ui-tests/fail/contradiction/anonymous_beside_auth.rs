use actix_web::get;
use auth_runtime::{allow_anonymous, require_auth};

#[get("/news")]
#[require_auth(scheme = "Bearer")]
#[allow_anonymous]
async fn news() -> &'static str {
    "news"
}

fn main() {}
