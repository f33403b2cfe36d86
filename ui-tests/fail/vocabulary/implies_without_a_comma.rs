use auth_runtime::Role;

#[derive(Role)]
enum Role {
    Viewer,
    Auditor,
    #[role(implies(Viewer Auditor))]
    Editor,
}

fn main() {}
