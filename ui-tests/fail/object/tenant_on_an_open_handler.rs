use actix_web::get;
use auth_runtime::{allow_anonymous, require_tenant};

#[allow_anonymous]
#[require_tenant(path = "tenant")]
#[get("/{tenant}/orders")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
