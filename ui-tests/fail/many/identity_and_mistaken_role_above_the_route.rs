use actix_web::{App, get};
use auth_runtime::{Identity, require_auth, require_role};

#[require_auth]
#[require_role(admin)]
#[get("/admin")]
async fn dashboard(who: Identity) -> String {
    who.subject().to_owned()
}

fn main() {
    let _ = App::new().service(dashboard);
}
