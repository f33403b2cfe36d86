use actix_web::get;
use auth_runtime::{allow_anonymous, require_condition};

#[get("/users/{id}")]
#[allow_anonymous]
#[require_condition("office")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
