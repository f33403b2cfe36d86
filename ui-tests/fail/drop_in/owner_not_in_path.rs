use actix_web::App;
use auth_runtime::{get, require_auth, require_owner};

#[get("/users/{id}")]
#[require_auth]
#[require_owner(path = "user_id")]
async fn user() -> &'static str {
    "user"
}

fn main() {
    let _ = App::new().service(user);
}
