use actix_web::get;
use auth_runtime::Identity;

#[get("/me")]
async fn me(who: Identity) -> String {
    format!("hello, {}", who.subject())
}

fn main() {}
