use auth_runtime::{Permission, Role};

#[derive(Role, Permission)]
enum Both {
    Admin,
}

fn main() {}
