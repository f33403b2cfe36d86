use actix_web::{App, web};
use auth_runtime::GuardedRoute;

async fn list() -> &'static str {
    "orders"
}

fn main() {
    let _ = App::new().route("/orders", web::get().guarded(list));
}
