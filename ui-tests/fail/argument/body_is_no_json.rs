use actix_web::{post, web};
use auth_runtime::require_auth;

struct NewUser {
    name: String,
}

#[post("/users")]
#[require_auth]
async fn add_user(user: web::Json<NewUser>) -> String {
    user.into_inner().name
}

fn main() {}
