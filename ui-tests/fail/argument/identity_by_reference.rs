use actix_web::get;
use auth_runtime::{Identity, require_auth};

#[get("/me")]
#[require_auth]
async fn me(who: &Identity) -> String {
    format!("hello, {}", who.subject())
}

fn main() {}
