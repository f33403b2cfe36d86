use actix_web::App;
use auth_runtime::get;

#[get("/orders")]
#[requre_auth(scheme = "Bearer")]
async fn orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = App::new().service(orders);
}
