use auth_runtime::Role;

#[derive(Role)]
enum Role {
    #[role(description = "may do everything")]
    Admin,
}

fn main() {}
