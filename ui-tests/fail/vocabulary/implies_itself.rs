use auth_runtime::Role;

#[derive(Role)]
enum Role {
    Viewer,
    #[role(implies(Viewer, Editor))]
    Editor,
}

fn main() {}
