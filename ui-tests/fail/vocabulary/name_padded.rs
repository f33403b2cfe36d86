use auth_runtime::Role;

#[derive(Role)]
enum Role {
    #[role(name = "admin ")]
    Admin,
}

fn main() {}
