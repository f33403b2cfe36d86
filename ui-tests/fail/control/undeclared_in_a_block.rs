use actix_web::{App, web};
use auth_runtime::{access_control, require_auth};

struct Api;

#[access_control(routes(list))]
impl Api {
    async fn list() -> &'static str {
        "books"
    }

    #[require_auth]
    async fn show() -> &'static str {
        "a book"
    }
}

fn main() {
    let _ = App::new()
        .route("/books", web::get().to(Api::list))
        .route("/book", web::get().to(Api::show));
}
