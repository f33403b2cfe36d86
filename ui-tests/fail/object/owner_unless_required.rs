use actix_web::get;
use auth_runtime::{require_auth, require_owner, require_role};

#[require_auth]
#[require_role("admin")]
#[require_owner(path = "id", unless_role = any("admin", "support"))]
#[get("/users/{id}")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
