use auth_runtime::Role;

#[derive(Role)]
enum Role {
    #[scope(name = "admin")]
    Admin,
}

fn main() {}
