use auth_runtime::Role;

#[derive(Role)]
enum Role {
    Viewer,
    #[role(inherits(Viewer))]
    Editor,
}

fn main() {}
