use actix_web::get;
use auth_runtime::{allow_anonymous, require_auth, require_role};

#[get("/news")]
#[require_auth]
#[require_role("reader")]
#[require_role("editor")]
#[allow_anonymous]
async fn news() -> &'static str {
    "news"
}

fn main() {}
