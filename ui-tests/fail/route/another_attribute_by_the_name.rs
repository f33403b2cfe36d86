use actix_web::main as get;

use auth_runtime::require_auth;

#[require_auth]
#[get("/orders")]
async fn orders() -> &'static str {
    "orders"
}

fn main() {}
