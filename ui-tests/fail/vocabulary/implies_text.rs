use auth_runtime::Role;

#[derive(Role)]
enum Role {
    Viewer,
    #[role(implies("viewer"))]
    Editor,
}

fn main() {}
