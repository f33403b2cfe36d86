use actix_web::App;
use auth_runtime::access_control;

#[access_control]
mod api {
    use actix_web::web;

    macro_rules! handler {
        ($name:ident, $path:literal) => {
            #[actix_web::get($path)]
            async fn $name() -> &'static str {
                "books"
            }
        };
    }

    pub fn register(config: &mut web::ServiceConfig) {
        handler!(list, "/books");
        config.service(list);
    }
}

fn main() {
    let _ = App::new().configure(api::register);
}
