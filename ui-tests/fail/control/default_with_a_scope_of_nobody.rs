use actix_web::App;
use auth_runtime::access_control;

#[access_control(require_auth(scheme = "Basic"), require_scope("books:read"))]
mod api {
    use actix_web::get;
    use auth_runtime::Identity;

    #[get("/books")]
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
