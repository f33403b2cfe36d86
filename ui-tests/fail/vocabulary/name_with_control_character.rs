use auth_runtime::Role;

#[derive(Role)]
enum Role {
    #[role(name = "ad\tmin")]
    Admin,
}

fn main() {}
