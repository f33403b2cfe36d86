use auth_runtime::require_auth;

fn main() {
    let _ = #[require_auth]
    || async { "me" };
}
