use actix_web::{App, web};
use auth_runtime::access_control;

async fn is_small(order: web::Json<u64>) -> bool {
    *order < 100
}

#[access_control(require_auth, require_condition(crate::is_small))]
mod books {
    #[actix_web::get("/books")]
    pub async fn list() -> &'static str {
        "books"
    }
}

fn main() {
    let _ = App::new().service(books::list);
}
