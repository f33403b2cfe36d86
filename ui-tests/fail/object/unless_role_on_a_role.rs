use actix_web::get;
use auth_runtime::{require_auth, require_role};

#[require_auth]
#[require_role("editor", unless_role = "admin")]
#[get("/users/{id}")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
