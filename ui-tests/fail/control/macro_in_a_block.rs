use actix_web::{App, web};
use auth_runtime::access_control;

macro_rules! handlers {
    () => {
        pub async fn list() -> &'static str {
            "books"
        }
    };
}

struct Api;

#[access_control(require_auth)]
impl Api {
    handlers!();
}

fn main() {
    let _ = App::new().route("/books", web::get().to(Api::list));
}
