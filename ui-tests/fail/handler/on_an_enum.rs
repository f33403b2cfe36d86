use auth_runtime::require_auth;

#[require_auth]
enum Page {
    Home,
}

fn main() {}
