use auth_runtime::Role;

#[derive(Role)]
enum Role {
    Admin,
    #[role(name = "admin")]
    Root,
}

fn main() {}
