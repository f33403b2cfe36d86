use auth_runtime::Role;

#[derive(Role)]
enum Role {
    Viewer,
    #[role(implys(Viewer))]
    Editor,
}

fn main() {}
