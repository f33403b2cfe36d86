use actix_web::{App, web};
use auth_runtime::access_control;

struct Api;

#[access_control]
impl Api {
    async fn list() -> &'static str {
        "books"
    }

    async fn show() -> &'static str {
        "a book"
    }

    fn register(config: &mut web::ServiceConfig) {
        config
            .route("/books", web::get().to(Self::list))
            .route("/book", web::get().to(Api::show));
    }
}

fn main() {
    let _ = App::new().configure(Api::register);
}
