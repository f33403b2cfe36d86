use actix_web::{App, web};
use auth_runtime::{GuardedRoute, Identity, require_auth, require_role};

// One mistake, however often the handler is registered.
#[require_auth]
#[require_role(any())]
async fn orders(id: web::Path<u64>, who: Identity) -> String {
    format!("order {id} for {}", who.subject())
}

#[require_auth(realm = "orders", hide = true)]
async fn list() -> &'static str {
    "orders"
}

fn main() {
    let _ = App::new()
        .route("/orders/{id}", web::get().guarded(orders))
        .route("/orders", web::get().guarded(list))
        .service(
            web::resource("/archive/{id}")
                .guarded(orders)
                .route(web::put().to(orders)),
        );
}
