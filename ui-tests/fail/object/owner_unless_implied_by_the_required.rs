use actix_web::get;
use auth_runtime::{Role, require_auth, require_owner, require_role};

#[derive(Role)]
enum Role {
    Clerk,
    #[role(implies(Clerk))]
    Admin,
}

#[require_auth]
#[require_role(Role::Admin)]
#[require_owner(path = "id", unless_role = Role::Clerk)]
#[get("/users/{id}")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
