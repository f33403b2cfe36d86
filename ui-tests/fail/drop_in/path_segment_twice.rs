use actix_web::{App, web};
use auth_runtime::{get, require_auth};

#[get("/customers/{id}/orders/{id}")]
#[require_auth]
async fn order(ids: web::Path<(u64, u64)>) -> String {
    format!("order {} of {}", ids.1, ids.0)
}

fn main() {
    let _ = App::new().service(order);
}
