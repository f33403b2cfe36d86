use actix_web::App;
use auth_runtime::access_control;

#[access_control]
mod api {
    use actix_web::get;
    use auth_runtime::{Identity, require_auth};

    #[get("/books")]
    #[require_auth]
    pub async fn list(who: Identity) -> String {
        helper(&who)
    }

    #[require_auth]
    fn helper(who: &Identity) -> String {
        who.subject().to_owned()
    }
}

fn main() {
    let _ = App::new().service(api::list);
}
