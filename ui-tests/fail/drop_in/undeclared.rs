use actix_web::{App, web};
use auth_runtime::{Identity, get};

/// Lists the orders of a customer.
#[get("/customers/{id}/orders")]
async fn list(id: web::Path<u64>, who: Identity) -> String {
    format!("orders of {id} for {}", who.subject())
}

fn main() {
    let _ = App::new().service(list);
}
