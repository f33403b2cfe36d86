use actix_web::App;
use auth_runtime::get;

#[get]
async fn orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = App::new().service(orders);
}
