use auth_runtime::{require_auth, require_role};

enum Role {
    Admin,
}

#[require_auth]
#[require_role(Role::Admin)]
async fn page() -> &'static str {
    "page"
}

fn main() {}
