use actix_web::App;
use auth_runtime::access_control;

#[access_control(require_auth)]
mod api {
    use actix_web::get;
    use auth_runtime::require_role;

    #[get("/books")]
    #[cfg_attr(all(), require_role("editor"))]
    pub async fn list() -> &'static str {
        "books"
    }

    #[get("/authors")]
    #[require_role("editor")]
    pub async fn authors() -> &'static str {
        "authors"
    }
}

fn main() {
    let _ = App::new().service((api::list, api::authors));
}
