use actix_web::get;
use auth_runtime::{require_auth, require_role, require_tenant};

#[require_auth(realm = "orders")]
#[require_tenant(path = "tenant")]
#[require_role("clerk", hide = true)]
#[get("/{tenant}/orders")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
