use actix_web::get;
use auth_runtime::require_role;

#[get("/admin")]
#[require_role("admin")]
async fn dashboard() -> &'static str {
    "numbers"
}

fn main() {}
