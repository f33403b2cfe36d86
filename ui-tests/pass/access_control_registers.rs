#![deny(warnings)]
#![forbid(unsafe_code)]
//! Handlers that are registered in sight get the default of their module, also by `.guarded`, which
//! takes none without it.

use actix_web::App;
use auth_runtime::{access_control, access_matrix};

#[access_control(require_auth(scheme = "Bearer"))]
mod orders {
    use actix_web::web;
    use auth_runtime::{GuardedRoute, Identity, require_role};

    async fn list(who: Identity) -> String {
        who.subject().to_owned()
    }

    #[require_role("clerk")]
    async fn refund(id: web::Path<u64>) -> String {
        format!("refunded {id}")
    }

    pub fn routes(app: &mut web::ServiceConfig) {
        app.route("/orders", web::get().guarded(list))
            .service(web::resource("/orders/{id}/refund").guarded(refund));
    }
}

fn main() {
    let _ = App::new().configure(orders::routes);
    let matrix = access_matrix();
    let callers: Vec<_> = matrix.rows().iter().map(|row| row.callers()).collect();
    assert_eq!(callers.len(), 2, "{callers:?}");
}
