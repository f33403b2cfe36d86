use auth_runtime::{require_auth, require_role};

const ADMIN: &str = "ad\tmin";

#[require_auth]
#[require_role(ADMIN)]
async fn page() -> &'static str {
    "page"
}

fn main() {}
