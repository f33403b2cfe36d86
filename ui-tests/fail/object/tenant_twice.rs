use actix_web::get;
use auth_runtime::{require_auth, require_tenant};

#[require_auth]
#[require_tenant(path = "tenant")]
#[require_tenant(path = "tenant")]
#[get("/{tenant}/orders")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
