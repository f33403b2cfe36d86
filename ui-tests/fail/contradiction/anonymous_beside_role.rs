use actix_web::get;
use auth_runtime::{allow_anonymous, require_role};

#[get("/news")]
#[allow_anonymous]
#[require_role("reader", hide = true)]
async fn news() -> &'static str {
    "news"
}

fn main() {}
