use actix_web::App;
use auth_runtime::access_control;

#[access_control]
mod api {
    #[cfg_attr(all(), allow(dead_code), actix_web::get("/books"))]
    pub async fn list() -> &'static str {
        "books"
    }
}

fn main() {
    let _ = App::new().service(api::list);
}
