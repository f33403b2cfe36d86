use actix_web::App;
use auth_runtime::access_control;

#[access_control]
mod api {
    use actix_web::{get, web};
    use auth_runtime::require_auth;

    pub fn register(config: &mut web::ServiceConfig) {
        #[get("/books")]
        async fn list() -> &'static str {
            "books"
        }
        #[get("/authors")]
        #[require_auth]
        async fn authors() -> &'static str {
            "authors"
        }
        config.service((list, authors));
    }
}

fn main() {
    let _ = App::new().configure(api::register);
}
