use auth_runtime::{Role, require_auth, require_role};

#[derive(Role)]
enum Role {
    Viewer,
    #[role(implies(Viewer))]
    Editor,
    #[role(implies(Editor))]
    Admin,
}

#[require_auth]
#[require_role(any(Role::Viewer, Role::Admin))]
async fn page() -> &'static str {
    "page"
}

fn main() {}
