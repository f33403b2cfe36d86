use actix_web::get;
use auth_runtime::{require_auth, require_owner};

#[require_auth(scheme = ["Bearer", "Session"], redirect = true)]
#[require_owner(path = "id", hide = true)]
#[get("/drafts/{id}")]
async fn draft() -> &'static str {
    "draft"
}

fn main() {}
