use actix_web::get;
use auth_runtime::{Identity, require_condition};

async fn is_author(_: Identity) -> bool {
    true
}

#[get("/users/{id}")]
#[require_condition(is_author)]
async fn page() -> &'static str {
    "page"
}

fn main() {}
