use actix_web::get;
use auth_runtime::{require_auth, require_owner};

#[require_auth(realm = "users")]
#[require_owner(path = "id", hide = true)]
#[get("/users/{id}")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
