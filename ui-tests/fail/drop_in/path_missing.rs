use actix_web::App;
use auth_runtime::{get, require_auth};

#[get]
#[require_auth]
async fn orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = App::new().service(orders);
}
