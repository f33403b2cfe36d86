use auth_runtime::{Identity, require_auth};

#[require_auth]
async fn me(who: Identity) {
    let _name = who.;
}

fn main() {}
