use actix_web::App;
use auth_runtime::access_control;

#[access_control(require_auth, require_condition("office", "working hours"))]
mod books {
    #[actix_web::get("/books")]
    pub async fn list() -> &'static str {
        "books"
    }
}

fn main() {
    let _ = App::new().service(books::list);
}
