use actix_web::get;
use auth_runtime::{require_auth, require_role};

#[require_auth]
#[require_role("clerk", tenant = "tenant")]
#[get("/{tenant}/orders")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
