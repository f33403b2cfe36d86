use actix_web::App;
use auth_runtime::get;

// What is left of a mistaken handler looks like this, and is told apart by its argument.
#[get("/orders")]
async fn orders() -> &'static str {
    #[allow(dead_code)]
    async fn orders() -> &'static str {
        "orders"
    }
    ""
}

fn main() {
    let _ = App::new().service(orders);
}
