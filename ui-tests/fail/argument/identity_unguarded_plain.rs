use actix_web::{App, web};
use auth_runtime::Identity;

async fn me(who: Identity) -> String {
    format!("hello, {}", who.subject())
}

fn main() {
    let _ = App::new().route("/me", web::get().to(me));
}
