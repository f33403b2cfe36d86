use auth_runtime::require_auth;

#[require_auth]
struct Api;

fn main() {}
