use auth_runtime::Role;

#[derive(Role)]
enum Role {
    #[role(implies(Admin))]
    Viewer,
    #[role(implies(Viewer, Owner))]
    Editor,
    #[role(implies(Editor))]
    Admin,
    #[role(implies(Editor))]
    Owner,
}

fn main() {}
