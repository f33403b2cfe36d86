use actix_web::App;
use auth_runtime::access_control;

#[access_control(require_auth)]
mod api {
    #[auth_runtime::access_control]
    pub mod open {
        #[actix_web::get("/open")]
        pub async fn list() -> &'static str {
            "books"
        }
    }
}

fn main() {
    let _ = App::new().service(api::open::list);
}
