use actix_web::{App, web};
use auth_runtime::{Identity, get, require_auth, require_role};

#[get("/orders/{id}")]
#[require_auth]
#[require_role(any())]
async fn orders(id: web::Path<u64>, who: Identity) -> String {
    format!("order {id} for {}", who.subject())
}

fn main() {
    let _ = App::new().service(orders);
}
