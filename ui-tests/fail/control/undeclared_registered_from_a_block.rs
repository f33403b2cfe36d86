use actix_web::App;
use auth_runtime::access_control;

#[access_control]
mod api {
    use actix_web::web;

    pub mod books {
        use actix_web::web;

        pub async fn list() -> &'static str {
            "books"
        }

        pub fn register(config: &mut web::ServiceConfig) {
            config.route("/authors", web::get().to(super::authors));
        }
    }

    async fn authors() -> &'static str {
        "authors"
    }

    async fn pages() -> &'static str {
        "pages"
    }

    pub struct Api;

    impl Api {
        async fn show() -> &'static str {
            "a book"
        }

        pub fn register(config: &mut web::ServiceConfig) {
            config
                .route("/book", web::get().to(Self::show))
                .route("/books", web::get().to(books::list))
                .route("/pages", web::get().to(pages));
        }
    }
}

fn main() {
    let _ = App::new()
        .configure(api::Api::register)
        .configure(api::books::register);
}
