use actix_web::{App, web};
use auth_runtime::GuardedRoute;

fn main() {
    let _ = App::new().service(
        web::resource("/orders/{id}").guarded(async |id: web::Path<u64>| format!("order {id}")),
    );
}
