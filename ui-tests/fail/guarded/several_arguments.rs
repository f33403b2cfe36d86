use actix_web::{App, HttpRequest, HttpResponse, web};
use auth_runtime::GuardedRoute;

async fn change(_: HttpRequest, id: web::Path<u64>, text: String) -> HttpResponse {
    HttpResponse::Ok().body(format!("{id}: {text}"))
}

fn main() {
    let _ = App::new().route("/orders/{id}", web::put().guarded(change));
}
