use actix_web::get;
use auth_runtime::{require_auth, require_condition};

const OFFICE: &str = "office";

#[get("/users/{id}")]
#[require_auth]
#[require_condition(OFFICE)]
async fn page() -> &'static str {
    "page"
}

fn main() {}
