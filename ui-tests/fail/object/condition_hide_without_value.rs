use actix_web::get;
use auth_runtime::{require_auth, require_condition};

#[get("/users/{id}")]
#[require_auth]
#[require_condition(hide)]
async fn page() -> &'static str {
    "page"
}

fn main() {}
