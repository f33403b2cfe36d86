#![deny(warnings)]
#![forbid(unsafe_code)]
//! Handlers that a macro writes.

use actix_web::{App, get, web};
use auth_runtime::{declared_handlers, require_auth, require_role};

macro_rules! page {
    ($name:ident, $path:literal, $role:literal) => {
        #[get($path)]
        #[require_auth(scheme = "Bearer", realm = $role)]
        #[require_role(any($role, "admin"), message = $role)]
        async fn $name() -> &'static str {
            $role
        }
    };
}

page!(editors, "/editors", "editor");
page!(authors, "/authors", "author");

macro_rules! guarded {
    ($(#[$attribute:meta])* $name:ident($argument:ident: $ty:ty) -> $output:ty $body:block) => {
        $(#[$attribute])*
        async fn $name($argument: $ty) -> $output $body
    };
}

guarded! {
    #[require_auth]
    #[require_role("reader", hide = true)]
    show(id: web::Path<u64>) -> String { id.to_string() }
}

macro_rules! whole {
    ($($handler:item)*) => { $($handler)* };
}

whole! {
    #[require_auth]
    #[require_role("owner")]
    async fn first(who: auth_runtime::Identity) -> String { who.subject().to_owned() }

    #[require_auth]
    async fn second() -> &'static str { "second" }
}

fn main() {
    let _ = App::new()
        .service((editors, authors))
        .route("/users/{id}", web::get().to(show))
        .route("/first", web::get().to(first))
        .route("/second", web::get().to(second));
    assert_eq!(declared_handlers().len(), 5);
}
