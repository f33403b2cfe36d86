use actix_web::{App, web};
use auth_runtime::{get, require_auth};

#[get("/orders/{id")]
#[require_auth]
async fn order(id: web::Path<u64>) -> String {
    format!("order {id}")
}

fn main() {
    let _ = App::new().service(order);
}
