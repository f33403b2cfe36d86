use auth_runtime::require_auth;

struct Api;

#[require_auth(scheme = "Bearer")]
impl Api {
    async fn me() -> &'static str {
        "me"
    }
}

fn main() {}
