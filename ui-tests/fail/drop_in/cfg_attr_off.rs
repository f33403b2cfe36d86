use actix_web::App;
use auth_runtime::{get, require_auth};

#[get("/orders")]
#[cfg_attr(any(), require_auth)]
async fn orders() -> &'static str {
    "orders"
}

#[get("/drafts")]
#[require_auth]
async fn drafts() -> &'static str {
    "drafts"
}

fn main() {
    let _ = App::new().service(orders).service(drafts);
}
