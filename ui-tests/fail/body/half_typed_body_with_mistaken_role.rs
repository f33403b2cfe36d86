use auth_runtime::{Identity, require_auth, require_role};

#[require_auth]
#[require_role(admin)]
async fn me(who: Identity) {
    let _name = who.;
}

fn main() {}
