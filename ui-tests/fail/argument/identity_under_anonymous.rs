use actix_web::get;
use auth_runtime::{Identity, allow_anonymous};

#[get("/news")]
#[allow_anonymous]
async fn news(who: Identity) -> String {
    format!("news for {}", who.subject())
}

fn main() {}
