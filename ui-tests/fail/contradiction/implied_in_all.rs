use actix_web::get;
use auth_runtime::{require_auth, require_role};

#[get("/page")]
#[require_auth]
#[require_role(all("editor", any("editor", "author")))]
async fn page() -> &'static str {
    "page"
}

fn main() {}
