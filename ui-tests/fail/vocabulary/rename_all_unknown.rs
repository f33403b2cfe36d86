use auth_runtime::Role;

#[derive(Role)]
#[role(rename_all = "Snake")]
enum Role {
    Admin,
}

fn main() {}
