use auth_runtime::Role;

#[derive(Role)]
#[role(name = "administrator")]
enum Role {
    Admin,
}

fn main() {}
