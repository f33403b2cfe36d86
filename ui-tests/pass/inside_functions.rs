#![deny(warnings)]
#![forbid(unsafe_code)]
//! Handlers in the body of a function, one of a name that the module has too.

use actix_web::{App, get, web};
use auth_runtime::{declared_handlers, require_auth, require_role};

#[require_auth]
async fn page() -> &'static str {
    "outer"
}

fn configure(config: &mut web::ServiceConfig) {
    use auth_runtime::Identity;

    #[require_auth]
    #[require_role("reader")]
    async fn page(who: Identity) -> String {
        who.subject().to_owned()
    }

    #[get("/inner")]
    #[require_auth]
    async fn inner() -> &'static str {
        "inner"
    }

    config.route("/page", web::get().to(page)).service(inner);
}

fn main() {
    let _ = App::new()
        .route("/", web::get().to(page))
        .configure(configure);
    let app = || {
        #[require_auth]
        async fn in_a_closure() -> &'static str {
            "closure"
        }
        App::new().route("/closure", web::get().to(in_a_closure))
    };
    let _ = app();
    assert_eq!(declared_handlers().len(), 4);
}
