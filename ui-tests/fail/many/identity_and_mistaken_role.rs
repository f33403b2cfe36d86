use actix_web::get;
use auth_runtime::{Identity, require_auth, require_role};

#[get("/admin")]
#[require_auth]
#[require_role(admin)]
async fn dashboard(who: Identity) -> String {
    who.subject().to_owned()
}

fn main() {}
