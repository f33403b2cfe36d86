use auth_runtime::Role;

#[derive(Role)]
enum Role {
    #[role = "administrator"]
    Admin,
}

fn main() {}
