use auth_runtime::require_auth;

trait Api {
    #[require_auth]
    async fn me() -> &'static str;
}

fn main() {}
