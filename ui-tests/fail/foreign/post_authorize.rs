use actix_web::get;
use auth_runtime::require_auth;

#[get("/users/{id}")]
#[require_auth]
#[post_authorize("returnObject.owner == authentication.name")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
