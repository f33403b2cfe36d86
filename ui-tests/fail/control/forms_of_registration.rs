use actix_web::App;
use auth_runtime::access_control;

#[access_control]
mod api {
    use actix_web::{Route, web};

    use self::pages::show;

    async fn list() -> &'static str {
        "list"
    }

    async fn edit() -> &'static str {
        "edit"
    }

    fn export() -> impl Future<Output = &'static str> {
        async { "export" }
    }

    async fn again() -> &'static str {
        "again"
    }

    mod pages {
        pub async fn show() -> &'static str {
            "show"
        }
    }

    pub fn register(config: &mut web::ServiceConfig) {
        let other = again;
        config
            .service(web::resource("/list").get(list))
            .route("/edit", Route::to(web::get(), edit))
            .route("/export", web::get().to(export))
            .route("/again", web::get().to(other))
            .route("/show", web::get().to(show));
    }
}

fn main() {
    let _ = App::new().configure(api::register);
}
