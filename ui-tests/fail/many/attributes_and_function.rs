use actix_web::get;
use auth_runtime::{Identity, allow_anonymous, require_role};

#[get("/news")]
#[allow_anonymous(reason = "")]
#[require_role("")]
fn news(#[cfg(debug_assertions)] who: Identity) -> String {
    format!("news for {}", who.subject())
}

fn main() {}
