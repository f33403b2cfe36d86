use actix_web::get;
use auth_runtime::require_auth;

#[get("/me")]
#[require_auth(realm = "api\nX-Injected: yes")]
async fn me() -> &'static str {
    "me"
}

fn main() {}
