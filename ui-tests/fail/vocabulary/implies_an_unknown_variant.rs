use auth_runtime::Role;

#[derive(Role)]
enum Role {
    Viewer,
    #[role(implies(Guest))]
    Editor,
}

fn main() {}
