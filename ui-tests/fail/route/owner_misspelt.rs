use actix_web::get;
use auth_runtime::{require_auth, require_owner};

#[require_auth]
#[require_owner(path = "user_di")]
#[get("/shops/{shop}/users/{user_id}")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
