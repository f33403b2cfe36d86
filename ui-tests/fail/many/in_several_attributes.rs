use actix_web::get;
use auth_runtime::{require_auth, require_role};

#[get("/admin")]
#[require_auth(scheme = "bearer")]
#[require_role("admin ", admin)]
#[require_role(any(), hide)]
async fn dashboard() -> &'static str {
    "numbers"
}

fn main() {}
