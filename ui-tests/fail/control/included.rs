use actix_web::App;
use auth_runtime::access_control;

#[access_control]
mod api {
    include!("api/books.rs");
}

fn main() {
    let _ = App::new().service(api::list);
}
