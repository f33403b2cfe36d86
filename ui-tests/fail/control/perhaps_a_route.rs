use actix_web::App;
use auth_runtime::access_control;

#[access_control(require_auth)]
mod api {
    use actix_web::get as fetch;

    #[fetch("books")]
    pub async fn list() -> &'static str {
        "books"
    }
}

fn main() {
    let _ = App::new().service(api::list);
}
