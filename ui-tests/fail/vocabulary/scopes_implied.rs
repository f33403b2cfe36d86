use auth_runtime::{Scope, require_auth, require_scope};

#[derive(Scope)]
enum Scope {
    Read,
    #[scope(implies(Read))]
    Write,
}

#[require_auth]
#[require_scope(Scope::Read, Scope::Write)]
async fn page() -> &'static str {
    "page"
}

fn main() {}
