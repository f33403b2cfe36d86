use actix_web::{Resource, web};
use auth_runtime::{DeclaredAccess, GuardedHandler, GuardedRoute};

fn at<A: DeclaredAccess>(path: &str, handler: impl GuardedHandler<A>) -> Resource {
    web::resource(path).guarded(handler)
}

async fn show(id: web::Path<u64>) -> String {
    format!("order {id}")
}

fn main() {
    let _ = at("/orders/{id}", show);
}
