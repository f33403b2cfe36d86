use actix_web::{App, get};
use auth_runtime::access_control;

#[access_control]
#[get("/books")]
async fn list() -> &'static str {
    "books"
}

fn main() {
    let _ = App::new().service(list);
}
