use actix_web::App;
use auth_runtime::access_control;

#[access_control(require_auth(scheme = "Basic"))]
mod api {
    use actix_web::get;
    use auth_runtime::{Identity, require_scope};

    #[get("/books")]
    #[require_scope("books:read")]
    pub async fn list(who: Identity) -> String {
        who.subject().to_owned()
    }

    #[get("/authors")]
    pub async fn authors(who: Identity) -> String {
        who.subject().to_owned()
    }
}

fn main() {
    let _ = App::new().service((api::list, api::authors));
}
