use auth_runtime::Role;

#[derive(Role)]
enum Role {
    #[role(name = ADMIN)]
    Admin,
}

fn main() {}
