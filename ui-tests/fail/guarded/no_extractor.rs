use actix_web::{App, web};
use auth_runtime::GuardedRoute;

async fn show(id: u64) -> String {
    format!("order {id}")
}

fn main() {
    let _ = App::new().route("/orders/{id}", web::get().guarded(show));
}
