use actix_web::{App, web};
use auth_runtime::GuardedRoute;

fn main() {
    let _ = App::new().route("/health", web::get().guarded(|| async { "ok" }));
}
