//! Paths that do not exist, answered along the very way that a hidden refusal takes.

use actix_web::{Error, HttpRequest, HttpResponse, Resource, web};

use super::Auth;
use crate::__private::required;
use crate::authorize::authorize_with;
#[cfg(feature = "networks")]
use crate::authorize::elsewhere;
use crate::policy::{Access, Place, Privilege, Requirement, Rule};
use crate::response;

/// A route that nobody may call and that hides its refusal. It accepts what is configured.
static MISS: Access = miss(false);

/// The same for apps whose misses are public: it hides its existence too. A credential is verified
/// all the same, so that the time an answer takes tells nothing either.
static PUBLIC_MISS: Access = miss(true);

const fn miss(hide: bool) -> Access {
    Access {
        place: Place {
            handler: "(no route)",
            module: "",
            file: "",
            line: 0,
        },
        routes: &[],
        authentication: required(&[], None, hide),
        requirements: &[Requirement {
            privilege: Privilege::Role(Rule::Any(&[])),
            hide: true,
            message: None,
        }],
        records: &[],
    }
}

/// Whether this is a policy of paths that do not exist.
pub(crate) fn is_miss(access: &Access) -> bool {
    std::ptr::eq(access, &raw const MISS) || std::ptr::eq(access, &raw const PUBLIC_MISS)
}

/// In whose name all are refused who are told what a path that does not exist would tell.
pub(crate) fn like_a_miss() -> &'static Access {
    &MISS
}

/// `web::resource(path)` for routes of which some hide: a method that has no route is answered as a path
/// that does not exist.
///
/// actix-web's own resource answers it with 405 and `Allow`, which says that the path exists, and names
/// the hidden method (RFC 9110 §15.5.6). Route attributes (`#[get("…")]`) make a resource for each
/// method, and need nothing.
///
/// ```
/// use actix_web::{App, web};
/// use auth_runtime::{GuardedRoute, require_auth, require_role};
///
/// #[require_auth(scheme = "Bearer")]
/// #[require_role("admin", hide = true)]
/// async fn remove() -> &'static str {
///     "removed"
/// }
///
/// let app = App::new()
///     .service(auth_runtime::resource("/users/{id}").route(web::delete().guarded(remove)));
/// # let _ = app;
/// ```
pub fn resource(path: &str) -> Resource {
    let miss = async |request: HttpRequest| match Auth::of(&request).cloned() {
        Some(auth) => answer(auth, request).await,
        None => Err(response::unconfigured()),
    };
    web::resource(path).default_service(web::to(miss))
}

pub(super) async fn answer(auth: Auth, request: HttpRequest) -> Result<HttpResponse, Error> {
    let authorization = if auth.schemes().is_empty() {
        #[cfg(feature = "networks")]
        if let Some(refused) = elsewhere(&auth, &request, &MISS) {
            return Err(refused);
        }
        response::not_found(&auth, &request)
    } else if auth.challenges_misses() {
        authorize_with(&auth, &request, &MISS)
    } else {
        authorize_with(&auth, &request, &PUBLIC_MISS)
    };
    let refusal = authorization.decided().await;
    refusal.map(|_| HttpResponse::InternalServerError().finish())
}
