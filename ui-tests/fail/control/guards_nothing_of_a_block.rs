use actix_web::{App, web};
use auth_runtime::access_control;

struct Api;

#[access_control(require_auth)]
impl Api {
    pub async fn list() -> &'static str {
        "books"
    }
}

fn main() {
    let _ = App::new().route("/books", web::get().to(Api::list));
}
