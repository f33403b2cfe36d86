use actix_web::App;
use auth_runtime::access_control;

#[access_control(require_auth)]
mod api {
    use actix_web::get;
    use auth_runtime::allow_anonymous;

    #[get("/health")]
    #[allow_anonymous]
    pub async fn health() -> &'static str {
        "ok"
    }
}

fn main() {
    let _ = App::new().service(api::health);
}
