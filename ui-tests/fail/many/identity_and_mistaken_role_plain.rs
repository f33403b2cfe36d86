use actix_web::{App, web};
use auth_runtime::{Identity, require_auth, require_role};

#[require_auth]
#[require_role(admin)]
async fn dashboard(who: Identity) -> String {
    who.subject().to_owned()
}

fn main() {
    let _ = App::new().route("/admin", web::get().to(dashboard));
}
