use actix_web::{App, web};
use auth_runtime::access_control;

#[access_control(routes(list))]
mod api {
    pub async fn list() -> &'static str {
        "books"
    }
}

fn main() {
    let _ = App::new().route("/books", web::get().to(api::list));
}
