use actix_web::get;
use auth_runtime::require_auth;

#[get("/me")]
#[require_auth(shceme = "bearer", realm = "", hide = yes, 5)]
async fn me() -> &'static str {
    "me"
}

fn main() {}
