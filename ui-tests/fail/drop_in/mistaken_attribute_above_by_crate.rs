mod stack {
    pub(crate) use auth_runtime as guard;
    pub(crate) use auth_runtime::{get, require_auth};
}

use actix_web::App;

#[stack::require_auth(scheme = "Baerer", crate = stack::guard)]
#[stack::get("/orders")]
async fn orders(who: stack::guard::Identity) -> String {
    who.subject().to_owned()
}

fn main() {
    let _ = App::new().service(orders);
}
