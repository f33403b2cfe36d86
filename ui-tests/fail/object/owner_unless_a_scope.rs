use actix_web::get;
use auth_runtime::{Scope, require_auth, require_owner};

#[derive(Scope)]
enum Orders {
    Read,
}

#[require_auth]
#[require_owner(path = "id", unless_role = Orders::Read)]
#[get("/users/{id}")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
