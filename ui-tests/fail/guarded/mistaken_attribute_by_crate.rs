mod stack {
    pub(crate) use auth_runtime as guard;
    pub(crate) use auth_runtime::{GuardedRoute, require_auth, require_role};
}

use actix_web::{App, web};
use stack::GuardedRoute;

#[stack::require_auth(crate = crate::stack::guard)]
#[stack::require_role(any())]
async fn orders(who: stack::guard::Identity) -> String {
    who.subject().to_owned()
}

fn main() {
    let _ = App::new().route("/orders", web::get().guarded(orders));
}
