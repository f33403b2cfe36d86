use actix_web::get;
use auth_runtime::{allow_anonymous, require_owner};

#[allow_anonymous]
#[require_owner(path = "id")]
#[get("/users/{id}")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
