use auth_runtime::{get, require_auth, require_tenant};

#[require_auth]
#[require_tenant(path = "tennant")]
#[get("/{tenant}/orders")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
