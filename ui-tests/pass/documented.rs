#![deny(warnings)]
#![forbid(unsafe_code)]
#![deny(
    missing_docs,
    unreachable_pub,
    missing_debug_implementations,
    missing_copy_implementations,
    unused_qualifications,
    nonstandard_style,
    single_use_lifetimes,
    unnameable_types
)]
//! Public handlers of a documented crate, among other attributes.

use actix_web::App;

/// Everything about users.
pub mod users {
    use actix_web::{get, web};
    use auth_runtime::{Identity, allow_anonymous, require_auth, require_role};

    /// Shows a user.
    ///
    /// And some more words.
    #[get("/users/{id}")]
    #[doc(alias = "user")]
    #[require_auth]
    #[inline]
    /// Words in between.
    #[require_role("reader")]
    // actix-web's attribute moves a `pub` function into the body of another one.
    #[allow(unreachable_pub)]
    pub async fn show(who: Identity, id: web::Path<u64>) -> String {
        format!("{} reads {id}", who.subject())
    }

    /// Lists all users.
    #[require_auth]
    #[must_use = "a page"]
    pub async fn list() -> &'static str {
        "alice, bob"
    }

    /// Is alive.
    #[allow_anonymous(reason = "the load balancer asks")]
    #[cfg(not(any()))]
    pub async fn health() -> &'static str {
        "ok"
    }

    #[require_auth]
    pub(crate) async fn crate_wide() -> &'static str {
        "crate"
    }

    #[require_auth]
    pub(super) async fn parent_wide() -> &'static str {
        "parent"
    }
}

/// Runs.
fn main() {
    use actix_web::web::get;
    let _ = App::new()
        .service(users::show)
        .route("/users", get().to(users::list))
        .route("/health", get().to(users::health))
        .route("/crate", get().to(users::crate_wide))
        .route("/parent", get().to(users::parent_wide));
}
