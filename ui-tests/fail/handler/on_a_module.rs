use auth_runtime::require_auth;

#[require_auth]
mod api {
    pub async fn me() -> &'static str {
        "me"
    }
}

fn main() {
    let _ = api::me;
}
