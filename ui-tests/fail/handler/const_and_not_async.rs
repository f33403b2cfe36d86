use auth_runtime::require_auth;

#[require_auth]
const fn me() -> &'static str {
    "me"
}

fn main() {}
