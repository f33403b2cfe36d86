use actix_web::App;
use auth_runtime::access_control;

#[access_control]
mod api {
    use actix_web::{get, post, web};
    use auth_runtime::{Identity, require_auth};

    #[get("/books")]
    pub async fn list(who: Identity) -> String {
        who.subject().to_owned()
    }

    #[require_auth]
    #[get("/books/{id}")]
    pub async fn show(id: web::Path<u64>) -> String {
        id.to_string()
    }

    #[post("/books")]
    pub async fn add() -> &'static str {
        "added"
    }
}

fn main() {
    let _ = App::new().service((api::list, api::show, api::add));
}
