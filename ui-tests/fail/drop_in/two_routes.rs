use actix_web::App;
use auth_runtime::{get, post, require_auth};

#[get("/orders")]
#[post("/orders")]
#[require_auth]
async fn orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = App::new().service(orders);
}
