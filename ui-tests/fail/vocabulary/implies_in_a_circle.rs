use auth_runtime::Role;

#[derive(Role)]
enum Role {
    Viewer,
    #[role(implies(Viewer, Admin))]
    Editor,
    #[role(name = "administrator", implies(Editor))]
    Admin,
}

fn main() {}
