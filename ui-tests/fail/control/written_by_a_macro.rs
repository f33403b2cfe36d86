use actix_web::App;
use auth_runtime::access_control;

macro_rules! handlers {
    ($name:ident) => {
        #[actix_web::get("/books")]
        pub async fn $name() -> &'static str {
            "books"
        }
    };
}

#[access_control]
mod api {
    handlers!(list);
}

fn main() {
    let _ = App::new().service(api::list);
}
