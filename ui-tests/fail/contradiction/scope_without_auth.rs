use actix_web::get;
use auth_runtime::require_scope;

#[get("/page")]
#[require_scope("orders:read")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
