use actix_web::get;
use auth_runtime::require_auth;

#[get("/drafts")]
#[require_auth(with = is_author)]
async fn drafts() -> &'static str {
    "drafts"
}

fn main() {}
