//! Registering a handler by hand, for those that declare their access.

use std::rc::Rc;

use actix_web::dev::{ServiceFactory, ServiceRequest};
use actix_web::guard::{self, Guard};
use actix_web::http::Method;
use actix_web::{Error, FromRequest, Handler, Resource, Responder, Route};

use crate::guard::{Guarded, Refused, Undecided};

/// `.guarded(handler)`: what `.to(handler)` is, for handlers that declare their access.
///
/// A handler without an attribute of this crate does not compile here, so whoever registers by
/// `.guarded` leaves no handler open by forgetting something.
///
/// ```
/// use actix_web::{App, web};
/// use auth_runtime::{GuardedRoute, Identity, allow_anonymous, require_auth};
///
/// #[require_auth(scheme = "Bearer")]
/// async fn me(who: Identity) -> String {
///     format!("hello, {}", who.subject())
/// }
///
/// #[allow_anonymous]
/// async fn health() -> &'static str {
///     "ok"
/// }
///
/// let app = App::new()
///     .route("/me", web::get().guarded(me))
///     .service(web::resource("/health").guarded(health));
/// # let _ = app;
/// ```
///
/// ```compile_fail
/// # use actix_web::web;
/// # use auth_runtime::GuardedRoute;
/// async fn orders() -> &'static str {
///     "orders"
/// }
///
/// let route = web::get().guarded(orders); // declares no access
/// ```
///
/// It stands for the other ways by which actix-web takes a handler, too: `web::to(h)` is
/// `web::route().guarded(h)`, and `.get(h)` on a resource is `.route(web::get().guarded(h))`.
pub trait GuardedRoute: sealed::Registers {
    /// Sets the handler, as `to` does.
    #[must_use]
    fn guarded<Args>(self, handler: impl GuardedHandler<Args>) -> Self;
}

impl GuardedRoute for Route {
    #[track_caller]
    fn guarded<Args>(self, handler: impl GuardedHandler<Args>) -> Self {
        handler.serve(self)
    }
}

impl<T> GuardedRoute for Resource<T>
where
    T: ServiceFactory<ServiceRequest, Config = (), Error = Error, InitError = ()>,
{
    fn guarded<Args>(self, handler: impl GuardedHandler<Args>) -> Self {
        self.route(handler.serve(Route::new()))
    }
}

/// The resource of a route attribute, before its own guards and middleware.
pub fn resource(path: &'static str, name: &'static str, methods: &[&str]) -> Resource {
    let any = match methods {
        [] => guard::Any(of_method("")),
        [first, others @ ..] => others
            .iter()
            .fold(guard::Any(of_method(first)), |any, other| {
                any.or(of_method(other))
            }),
    };
    Resource::new(path).name(name).guard(any)
}

/// What is no method is never asked for.
fn of_method(method: &str) -> Rc<dyn Guard> {
    match Method::from_bytes(method.as_bytes()) {
        Ok(method) => Rc::new(guard::Method(method)),
        Err(_) => Rc::new(guard::fn_guard(|_| false)),
    }
}

/// A handler that declares its access: any [`Handler`] whose arguments are [`DeclaredAccess`].
///
/// The bound for registration helpers of your own.
///
/// ```
/// use actix_web::{Route, web};
/// use auth_runtime::{GuardedHandler, GuardedRoute};
///
/// fn form<A, B>(show: impl GuardedHandler<A>, send: impl GuardedHandler<B>) -> [Route; 2] {
///     [web::get().guarded(show), web::post().guarded(send)]
/// }
/// ```
// The bound is on the handler and not on its arguments alone, because rustc then underlines the
// handler.
#[diagnostic::on_unimplemented(
    message = "`.guarded` takes a handler, and this is none [auth::A151]",
    label = "not a handler",
    note = "a handler is an `async fn` of at most 16 arguments",
    note = "below a route attribute it is a service, for `.service(…)`; two routes of one handler are \
            `#[routes]` above `#[get(\"…\")]` and `#[post(\"…\")]`"
)]
pub trait GuardedHandler<Args>: Handler<Args> {
    /// Sets it as the handler of a route.
    #[doc(hidden)]
    fn serve(self, route: Route) -> Route;
}

impl<F, Args> GuardedHandler<Args> for F
where
    F: Handler<Args>,
    F::Output: Responder + 'static,
    Args: DeclaredAccess,
    <Args as sealed::Declares>::Guard: FromRequest,
{
    #[track_caller]
    fn serve(self, route: Route) -> Route {
        Args::serve(self, route)
    }
}

/// The arguments of a handler that declares its access. The attributes make them; nobody else can.
#[diagnostic::on_unimplemented(
    message = "this handler declares no access [auth::A150]",
    label = "it has no `#[require_auth]` and no `#[allow_anonymous]`",
    note = "add `#[require_auth(scheme = \"Bearer\")]` to the handler, or `#[allow_anonymous]` if \
            everybody may call it"
)]
// `FromRequest` is asked of its guard, apart: a handler with an argument that is none has declared its
// access all the same, and rustc is to speak of the argument.
pub trait DeclaredAccess: sealed::Declares + 'static {}

#[diagnostic::do_not_recommend]
impl<P: 'static, Caller: 'static, A: 'static> DeclaredAccess for (Guarded<P, Caller, A>,) {}

#[diagnostic::do_not_recommend]
impl DeclaredAccess for (Refused,) {}

#[diagnostic::do_not_recommend]
impl DeclaredAccess for Undecided {}

mod sealed {
    use super::{FromRequest, Guarded, Handler, Refused, Resource, Responder, Route, Undecided};

    pub trait Registers {}
    impl Registers for Route {}
    impl<T> Registers for Resource<T> {}

    #[diagnostic::on_unimplemented(
        message = "`DeclaredAccess` is implemented by the attributes alone [auth::A152]",
        label = "not what an attribute makes",
        note = "put `#[require_auth]` or `#[allow_anonymous]` on the handler"
    )]
    pub trait Declares: Sized {
        type Guard;

        fn serve<F>(handler: F, route: Route) -> Route
        where
            F: Handler<Self>,
            F::Output: Responder + 'static,
            Self::Guard: FromRequest;
    }

    #[diagnostic::do_not_recommend]
    impl<P: 'static, Caller: 'static, A: 'static> Declares for (Guarded<P, Caller, A>,) {
        type Guard = Guarded<P, Caller, A>;

        #[track_caller]
        fn serve<F>(handler: F, route: Route) -> Route
        where
            F: Handler<Self>,
            F::Output: Responder + 'static,
            Self::Guard: FromRequest,
        {
            route.to(handler)
        }
    }

    #[diagnostic::do_not_recommend]
    impl Declares for (Refused,) {
        type Guard = Refused;

        #[track_caller]
        fn serve<F>(handler: F, route: Route) -> Route
        where
            F: Handler<Self>,
            F::Output: Responder + 'static,
        {
            route.to(handler)
        }
    }

    #[diagnostic::do_not_recommend]
    impl Declares for Undecided {
        type Guard = Undecided;

        #[track_caller]
        fn serve<F>(handler: F, route: Route) -> Route
        where
            F: Handler<Self>,
            F::Output: Responder + 'static,
        {
            route.to(handler)
        }
    }
}
