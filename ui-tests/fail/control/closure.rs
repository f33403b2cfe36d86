use actix_web::App;
use auth_runtime::access_control;

#[access_control]
mod api {
    use actix_web::web;

    pub fn register(config: &mut web::ServiceConfig) {
        config
            .route("/health", web::get().to(|| async { "ok" }))
            .default_service(web::to(async || "nothing here"));
    }
}

fn main() {
    let _ = App::new().configure(api::register);
}
