use actix_web::get;
use auth_runtime::{allow_anonymous, require_scope};

#[get("/page")]
#[allow_anonymous]
#[require_scope("orders:read")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
