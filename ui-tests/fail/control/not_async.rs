use actix_web::{App, HttpResponse, web};
use auth_runtime::access_control;

#[access_control(require_auth, routes(list))]
mod api {
    use actix_web::HttpResponse;

    pub fn list() -> HttpResponse {
        HttpResponse::Ok().finish()
    }
}

fn main() {
    let _ = App::new().route("/books", web::get().to(api::list));
    let _ = HttpResponse::Ok();
}
