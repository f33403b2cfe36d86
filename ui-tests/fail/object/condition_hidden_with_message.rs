use actix_web::get;
use auth_runtime::{require_auth, require_condition};

#[get("/users/{id}")]
#[require_auth]
#[require_condition("office", hide = true, message = "only in the office")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
