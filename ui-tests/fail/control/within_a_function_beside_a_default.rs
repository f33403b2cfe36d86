use actix_web::App;
use auth_runtime::access_control;

#[access_control(require_auth, require_role("staff"))]
mod api {
    use actix_web::{get, web};
    use auth_runtime::require_auth;

    pub fn register(config: &mut web::ServiceConfig) {
        #[get("/books")]
        #[require_auth]
        async fn list() -> &'static str {
            "books"
        }
        config.service(list);
    }
}

fn main() {
    let _ = App::new().configure(api::register);
}
