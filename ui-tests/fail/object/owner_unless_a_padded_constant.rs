use actix_web::get;
use auth_runtime::{require_auth, require_owner};

const ADMIN: &str = "admin ";

#[require_auth]
#[require_owner(path = "id", unless_role = ADMIN)]
#[get("/users/{id}")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
