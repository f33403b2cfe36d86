use auth_runtime::{Identity, require_auth};

#[require_auth]
async fn me(who: Identity) -> String {
    who.
}

fn main() {}
