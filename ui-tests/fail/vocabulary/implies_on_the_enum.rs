use auth_runtime::Role;

#[derive(Role)]
#[role(implies(Viewer))]
enum Role {
    Viewer,
    Editor,
}

fn main() {}
