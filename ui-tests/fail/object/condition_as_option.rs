use actix_web::get;
use auth_runtime::{require_auth, require_role};

#[get("/users/{id}")]
#[require_auth]
#[require_role("clerk", condition = "office")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
