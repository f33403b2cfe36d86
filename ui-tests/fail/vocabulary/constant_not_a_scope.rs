use auth_runtime::{require_auth, require_scope};

mod scopes {
    pub const READ: &str = "orders read";
}

#[require_auth]
#[require_scope(scopes::READ)]
async fn page() -> &'static str {
    "page"
}

fn main() {}
