use actix_web::{App, web};
use auth_runtime::require_auth;

struct Api;

impl Api {
    #[require_auth]
    async fn me() -> &'static str {
        "me"
    }
}

fn main() {
    let _ = App::new().route("/me", web::get().to(Api::me));
}
