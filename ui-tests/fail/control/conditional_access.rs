use actix_web::App;
use auth_runtime::access_control;

#[access_control]
mod api {
    use actix_web::get;
    use auth_runtime::Identity;

    #[cfg_attr(not(debug_assertions), auth_runtime::require_auth)]
    #[get("/books")]
    pub async fn list(who: Identity) -> String {
        who.subject().to_owned()
    }
}

fn main() {
    let _ = App::new().service(api::list);
}
