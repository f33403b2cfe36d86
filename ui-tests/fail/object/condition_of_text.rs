use actix_web::get;
use auth_runtime::{Identity, require_auth, require_condition};

async fn is_small(_: Identity, text: String) -> bool {
    text.len() < 100
}

#[get("/users/{id}")]
#[require_auth]
#[require_condition(is_small)]
async fn page() -> &'static str {
    "page"
}

fn main() {}
