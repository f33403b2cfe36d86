use auth_runtime::Role;

#[derive(Role)]
enum Role {
    #[role(rename_all = "lowercase")]
    Admin,
}

fn main() {}
