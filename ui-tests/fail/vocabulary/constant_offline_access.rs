use auth_runtime::{require_auth, require_scope};

mod scopes {
    pub const OFFLINE: &str = "offline_access";
}

#[require_auth]
#[require_scope(scopes::OFFLINE)]
async fn page() -> &'static str {
    "page"
}

fn main() {}
