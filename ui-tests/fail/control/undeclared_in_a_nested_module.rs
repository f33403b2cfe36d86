use actix_web::App;
use auth_runtime::access_control;

#[access_control]
mod api {
    pub mod books {
        pub mod pages {
            #[actix_web::get("/pages")]
            pub async fn list() -> &'static str {
                "pages"
            }
        }
    }
}

fn main() {
    let _ = App::new().service(api::books::pages::list);
}
