use actix_web::get;
use auth_runtime::require_auth;

#[get("/users/{id}")]
#[require_auth]
#[policy(is_author)]
async fn page() -> &'static str {
    "page"
}

fn main() {}
