use auth_runtime::Auth;

enum Role {
    Admin,
}

fn main() {
    let _ = (Role::Admin, Auth::builder().roles::<Role>());
}
