use actix_web::{App, web};
use auth_runtime::GuardedRoute;

async fn show(id: web::Path<u64>) -> String {
    format!("order {id}")
}

fn main() {
    let _ = App::new().service(web::resource("/orders/{id}").guarded(show));
}
