use actix_web::get;
use auth_runtime::{require_auth, require_owner};

#[require_auth]
#[require_owner(path = "id", claim = "account_id")]
#[require_owner(path = "id", claim = "account_id", unless_role = "admin")]
#[get("/users/{id}")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
