use auth_runtime::Role;

#[derive(Role)]
enum Role {
    Viewer,
    #[role(implies(Veiwer))]
    Editor,
}

fn main() {}
