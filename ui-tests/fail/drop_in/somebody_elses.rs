use actix_web::App;
use auth_runtime::get;

mod other {
    // Stands for another crate's attribute of the same name.
    pub use actix_web::main as require_auth;
}

#[get("/orders")]
#[other::require_auth]
async fn orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = App::new().service(orders);
}
