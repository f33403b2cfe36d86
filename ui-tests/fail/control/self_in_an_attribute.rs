use actix_web::{App, web};
use auth_runtime::{access_control, require_auth, require_role};

struct Api;

#[access_control]
impl Api {
    const ADMIN: &str = "admin";

    #[require_auth]
    #[require_role(Self::ADMIN)]
    async fn list() -> &'static str {
        "books"
    }
}

fn main() {
    let _ = App::new().route("/books", web::get().to(Api::list));
    let _ = Api::ADMIN;
}
