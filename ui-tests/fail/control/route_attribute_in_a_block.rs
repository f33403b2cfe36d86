use actix_web::{App, get, web};
use auth_runtime::{access_control, require_auth};

struct Api;

#[access_control]
impl Api {
    #[get("/books")]
    #[require_auth]
    async fn list() -> &'static str {
        "books"
    }
}

fn main() {
    let _ = App::new().route("/books", web::get().to(Api::list));
}
