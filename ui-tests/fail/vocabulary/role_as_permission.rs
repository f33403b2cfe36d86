use auth_runtime::{Role, require_auth, require_permission};

#[derive(Role)]
enum Role {
    Viewer,
    #[role(implies(Viewer))]
    Editor,
    #[role(implies(Editor))]
    Admin,
}

#[require_auth]
#[require_permission(Role::Viewer)]
async fn page() -> &'static str {
    "page"
}

fn main() {}
