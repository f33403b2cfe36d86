use actix_web::App;
use auth_runtime::{get as read, post as write, require_auth};

#[read("/orders")]
#[write("/orders")]
#[require_auth]
async fn orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = App::new().service(orders);
}
