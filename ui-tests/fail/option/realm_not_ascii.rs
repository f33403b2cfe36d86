use actix_web::get;
use auth_runtime::require_auth;

#[get("/me")]
#[require_auth(realm = "büro")]
async fn me() -> &'static str {
    "me"
}

fn main() {}
