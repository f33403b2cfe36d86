use actix_web::get;
use auth_runtime::{require_auth, require_condition};

async fn is_open() -> bool {
    true
}

#[get("/users/{id}")]
#[require_auth]
#[require_condition(is_open)]
async fn page() -> &'static str {
    "page"
}

fn main() {}
