use actix_web::App;
use auth_runtime::access_control;

mod reason {
    pub use auth_runtime::*;
}

#[access_control(require_auth)]
mod api {
    use auth_runtime::allow_anonymous;

    #[actix_web::get("/health")]
    #[allow_anonymous(crate = super::reason)]
    pub async fn health() -> &'static str {
        "ok"
    }
}

fn main() {
    let _ = App::new().service(api::health);
}
