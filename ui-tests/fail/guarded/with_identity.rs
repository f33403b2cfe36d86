use actix_web::{App, web};
use auth_runtime::{GuardedRoute, Identity};

async fn me(who: Identity) -> String {
    who.subject().to_owned()
}

fn main() {
    let _ = App::new().route("/me", web::get().guarded(me));
}
