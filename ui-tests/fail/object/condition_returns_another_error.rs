use actix_web::get;
use auth_runtime::{Identity, require_auth, require_condition};

async fn is_author(_: Identity) -> Result<bool, String> {
    Ok(true)
}

#[get("/users/{id}")]
#[require_auth]
#[require_condition(is_author)]
async fn page() -> &'static str {
    "page"
}

fn main() {}
