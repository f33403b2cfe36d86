use auth_runtime::{Scope, require_auth, require_role};

#[derive(Scope)]
enum Scope {
    Read,
}

#[require_auth]
#[require_role(Scope::Read)]
async fn page() -> &'static str {
    "page"
}

fn main() {}
