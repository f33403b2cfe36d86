use actix_web::get;
use auth_runtime::require_auth;

#[get("/me")]
#[require_auth(realm = "api" + "v2", scheme = "Bearer")]
async fn me() -> &'static str {
    "me"
}

fn main() {}
