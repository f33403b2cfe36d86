use actix_web::App;
use auth_runtime::{get, require_role};

#[get("/orders")]
#[require_role("admin")]
async fn orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = App::new().service(orders);
}
