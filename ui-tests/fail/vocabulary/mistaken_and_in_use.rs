use auth_runtime::{Identity, Role, Vocabulary, require_auth, require_role};

#[derive(Role)]
enum Role {
    Viewer,
    #[role(implies(Veiwer))]
    Editor,
    #[role(name = " ")]
    Admin,
}

#[require_auth]
#[require_role(Role::Viewer, any(Role::Editor, Role::Admin))]
async fn page(who: Identity) -> String {
    let _ = who.has_role(Role::Editor);
    Role::Admin.name().to_owned()
}

fn main() {}
