use actix_web::App;
use auth_runtime::access_control;

#[access_control]
mod api {
    use actix_web::web;

    pub const REGISTER: fn(&mut web::ServiceConfig) = {
        #[actix_web::get("/books")]
        async fn list() -> &'static str {
            "books"
        }
        |config| {
            config.service(list);
        }
    };
}

fn main() {
    let _ = App::new().configure(api::REGISTER);
}
