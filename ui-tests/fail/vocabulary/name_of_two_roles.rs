use auth_runtime::Role;

#[derive(Role)]
enum Role {
    #[role(name = "admin, editor")]
    Admin,
}

fn main() {}
