use actix_web::get;
use auth_runtime::{Role, require_auth, require_owner};

#[derive(Role)]
enum Role {
    Clerk,
    #[role(implies(Clerk))]
    Admin,
}

#[require_auth]
#[require_owner(path = "id", unless_role = Role::Admim)]
#[get("/users/{id}")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
