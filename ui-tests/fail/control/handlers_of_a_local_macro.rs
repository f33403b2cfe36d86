use actix_web::App;
use auth_runtime::access_control;

#[access_control(require_auth)]
mod api {
    use actix_web::{get, web};

    pub fn register(config: &mut web::ServiceConfig) {
        macro_rules! page {
            ($visibility:vis $name:ident) => {
                #[get("/books")]
                $visibility async fn $name() -> &'static str {
                    "books"
                }
            };
        }
        macro_rules! other {
            ($method:ident $path:literal) => {
                #[$method($path)]
                async fn other() -> &'static str {
                    "books"
                }
            };
        }

        page!(pub(self) list);
        other!(get "/other");
        config.service(list).service(other);
    }
}

fn main() {
    let _ = App::new().configure(api::register);
}
