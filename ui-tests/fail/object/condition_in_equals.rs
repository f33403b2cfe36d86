use actix_web::get;
use auth_runtime::{require_auth, require_condition};

#[get("/drafts")]
#[require_auth]
#[require_condition = "office"]
async fn drafts() -> &'static str {
    "drafts"
}

fn main() {}
