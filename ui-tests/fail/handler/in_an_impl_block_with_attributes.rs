use auth_runtime::require_auth;

struct Api;

/// Serves users.
#[allow(dead_code)]
impl Api {
    #[require_auth]
    async fn me() -> &'static str {
        "me"
    }
}

fn main() {}
