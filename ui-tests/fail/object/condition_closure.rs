use actix_web::get;
use auth_runtime::{require_auth, require_condition};

#[get("/users/{id}")]
#[require_auth]
#[require_condition(|who: Identity, id: web::Path<u64>| async { true })]
async fn page() -> &'static str {
    "page"
}

fn main() {}
