use auth_runtime::Auth;

fn main() {
    let _ = Auth::builder().roles::<&str>();
    let _ = Auth::builder().scopes::<&str>();
    let _ = Auth::builder().permissions::<&str>();
}
