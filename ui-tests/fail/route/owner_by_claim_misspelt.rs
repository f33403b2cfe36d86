use actix_web::get;
use auth_runtime::{require_auth, require_owner};

#[require_auth]
#[require_owner(path = "acount", claim = "account_id")]
#[get("/accounts/{account}")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
