use actix_web::App;
use auth_runtime::{require_auth, route};

#[route("/orders", method = "get")]
#[require_auth]
async fn orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = App::new().service(orders);
}
