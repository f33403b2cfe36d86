use actix_web::{App, get, web};
use auth_runtime::require_auth;

struct User {
    name: String,
}

#[get("/users/{name}")]
#[require_auth]
async fn user(name: web::Path<String>) -> User {
    User { name: name.into_inner() }
}

fn main() {
    let _ = App::new().service(user);
}
