use actix_web::{App, web};
use auth_runtime::{Identity, post, require_auth};

#[require_auth(scheme = "Session", redirect = true)]
#[post("/orders/{id}")]
async fn orders(id: web::Path<u64>, who: Identity) -> String {
    format!("order {id} for {}", who.subject())
}

fn main() {
    let _ = App::new().service(orders);
}
