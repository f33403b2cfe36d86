use actix_web::get;
use auth_runtime::{Identity, allow_anonymous};

type Caller = Identity;

#[get("/news")]
#[allow_anonymous]
async fn news(who: Caller) -> String {
    format!("news for {}", who.subject())
}

fn main() {}
