use auth_runtime::require_auth;

#[require_auth]
const async fn me() -> &'static str {
    "me"
}

fn main() {}
