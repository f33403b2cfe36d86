use auth_runtime::{Auth, Role};

#[derive(Role, Clone, Copy)]
enum Role {
    Admin,
}

fn main() {
    let _ = (Role::Admin, Auth::builder().scopes::<Role>());
}
