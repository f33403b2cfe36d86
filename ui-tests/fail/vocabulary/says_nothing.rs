use auth_runtime::Role;

#[derive(Role)]
enum Role {
    #[role]
    Admin,
    #[role()]
    Editor,
}

fn main() {}
