use auth_runtime::{Role, require_auth, require_scope};

#[derive(Role)]
enum Role {
    Viewer,
    #[role(implies(Viewer))]
    Editor,
    #[role(implies(Editor))]
    Admin,
}

#[require_auth]
#[require_scope(Role::Viewer)]
async fn page() -> &'static str {
    "page"
}

fn main() {}
