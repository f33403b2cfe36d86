use auth_runtime::Role;

#[derive(Role)]
enum Role {
    #[role(hide = true)]
    Admin,
}

fn main() {}
