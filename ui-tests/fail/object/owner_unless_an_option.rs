use actix_web::get;
use auth_runtime::{require_auth, require_owner};

#[require_auth]
#[require_owner(path = "id", unless_role = any("admin", hide = true))]
#[get("/users/{id}")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
