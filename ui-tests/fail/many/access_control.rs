use actix_web::App;
use auth_runtime::access_control;

#[access_control(require_auth(scheme = "Baerer"), require_role("staff"))]
mod api {
    use actix_web::get;
    use auth_runtime::{Identity, allow_anonymous, require_role};

    #[get("/books")]
    #[require_role(editor)]
    pub async fn list(who: Identity) -> String {
        who.subject().to_owned()
    }

    #[get("/authors")]
    pub async fn authors(who: Identity) -> String {
        who.subject().to_owned()
    }

    #[get("/health")]
    #[allow_anonymous]
    pub async fn health(who: Identity) -> String {
        who.subject().to_owned()
    }
}

fn main() {
    let _ = App::new().service((api::list, api::authors, api::health));
}
