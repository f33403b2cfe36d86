use actix_web::{App, web};
use auth_runtime::GuardedRoute;

fn list() -> &'static str {
    "orders"
}

fn main() {
    let _ = App::new().route("/orders", web::get().guarded(list));
}
