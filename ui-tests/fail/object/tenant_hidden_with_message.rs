use actix_web::get;
use auth_runtime::{require_auth, require_tenant};

#[require_auth]
#[require_tenant(path = "tenant", hide = true, message = "not your company")]
#[get("/{tenant}/orders")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
