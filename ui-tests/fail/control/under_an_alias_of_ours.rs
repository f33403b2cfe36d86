use actix_web::App;
use auth_runtime::access_control;

#[access_control(require_auth)]
mod api {
    use actix_web::get;
    use auth_runtime::require_role as only;

    #[get("/books")]
    #[only("staff")]
    pub async fn list() -> &'static str {
        "books"
    }
}

fn main() {
    let _ = App::new().service(api::list);
}
