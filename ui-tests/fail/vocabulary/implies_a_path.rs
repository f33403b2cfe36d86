use auth_runtime::Role;

#[derive(Role)]
enum Role {
    Viewer,
    #[role(implies(Role::Viewer))]
    Editor,
}

fn main() {}
