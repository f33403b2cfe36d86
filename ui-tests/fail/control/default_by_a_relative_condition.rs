use actix_web::App;
use auth_runtime::{Identity, access_control};

async fn is_open(_: Identity) -> bool {
    true
}

#[access_control(require_auth, require_condition(is_open))]
mod books {
    #[actix_web::get("/books")]
    pub async fn list() -> &'static str {
        "books"
    }
}

fn main() {
    let _ = App::new().service(books::list);
}
