use actix_web::App;
use auth_runtime::access_control;

#[access_control]
mod api {
    use actix_web::web;

    async fn list() -> &'static str {
        "books"
    }

    pub fn register(config: &mut web::ServiceConfig) {
        config.route("/books", web::get().to(list));
    }
}

fn main() {
    let _ = App::new().configure(api::register);
}
