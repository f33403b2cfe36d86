use actix_web::{App, web};
use auth_runtime::access_control;

#[access_control(require_auth, routes(Api::show))]
mod api {
    pub trait Show {
        fn show() -> impl Future<Output = &'static str> + 'static;
    }

    pub struct Api;

    impl Show for Api {
        async fn show() -> &'static str {
            "a book"
        }
    }
}

fn main() {
    use api::Show;
    let _ = App::new().route("/book", web::get().to(api::Api::show));
}
