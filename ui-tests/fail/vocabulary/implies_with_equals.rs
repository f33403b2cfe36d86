use auth_runtime::Role;

#[derive(Role)]
enum Role {
    Viewer,
    #[role(implies = Viewer)]
    Editor,
    #[role(implies = "Viewer")]
    Admin,
}

fn main() {}
