use actix_web::get;
use auth_runtime::require_auth;

#[get("/admin")]
#[require_auth(realm = "back office", hide = true)]
async fn dashboard() -> &'static str {
    "numbers"
}

fn main() {}
