use actix_web::{App, web};
use auth_runtime::{Identity, require_auth, require_role};

struct Api;

impl Api {
    #[require_auth]
    #[require_role("admin")]
    async fn user(who: Identity, id: web::Path<u64>) -> String {
        format!("{} asks for {id}", who.subject())
    }
}

fn main() {
    let _ = App::new().route("/users/{id}", web::get().to(Api::user));
}
