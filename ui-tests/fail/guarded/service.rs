use actix_web::{App, web};
use auth_runtime::{GuardedRoute, get, require_auth};

#[get("/orders")]
#[require_auth]
async fn orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = App::new().route("/orders", web::get().guarded(orders));
}
