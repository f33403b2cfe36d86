use actix_web::App;
use auth_runtime::access_control;

#[access_control(require_auth(scheme = "Bearer"))]
mod api {
    #[actix_web::options("/books")]
    pub async fn preflight() -> &'static str {
        "GET"
    }
}

fn main() {
    let _ = App::new().service(api::preflight);
}
