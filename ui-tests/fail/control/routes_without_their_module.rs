use actix_web::{App, web};
use auth_runtime::access_control;

#[access_control(require_auth, routes(list))]
mod api {
    pub mod books {
        pub async fn list() -> &'static str {
            "books"
        }
    }
}

fn main() {
    let _ = App::new().route("/books", web::get().to(api::books::list));
}
