//! actix-session's middleware, and within it a mark that it is there: a request does not tell by itself.

use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

use actix_session::SessionMiddleware;
use actix_session::storage::SessionStore;
use actix_web::body::MessageBody;
use actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform, forward_ready};
use actix_web::http::header::{CACHE_CONTROL, COOKIE, HeaderMap, HeaderValue, VARY};
use actix_web::{Error, HttpMessage, HttpRequest};
use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, Ready, ready};

/// The middleware that gives requests their sessions, made by
/// [`SessionCookie::build`](super::SessionCookie::build).
///
/// An answer that was made for a session says `Vary: Cookie`, and `Cache-Control: private` where the
/// handler says nothing about caching (RFC 9111 §5.2.2.7).
pub struct SessionLayer<S: SessionStore> {
    middleware: SessionMiddleware<S>,
    cookie: Rc<str>,
}

impl<S: SessionStore> SessionLayer<S> {
    /// Around a middleware that you configured yourself, with a cookie of this name. Prefer
    /// [`SessionCookie`](super::SessionCookie).
    pub fn around(middleware: SessionMiddleware<S>, cookie_name: impl Into<String>) -> Self {
        Self {
            middleware,
            cookie: cookie_name.into().into(),
        }
    }
}

/// The mark on a request that has a session, if an empty one.
pub(super) struct Presence {
    cookie: Rc<str>,
    /// Whether the answer depends on the session.
    is_used: Cell<bool>,
}

impl Presence {
    pub(super) fn of(request: &HttpRequest) -> Option<Rc<Self>> {
        request.extensions().get::<Rc<Self>>().cloned()
    }

    pub(super) fn is_used(&self) {
        self.is_used.set(true);
    }

    /// Whether the request has several cookies of the session's name, or one whose name only becomes
    /// it once decoded: `%5F_Host-session`, to which browsers do not apply the rules of the prefix.
    pub(super) fn is_ambiguous(&self, request: &HttpRequest) -> bool {
        let written = request
            .headers()
            .get_all(COOKIE)
            .filter_map(|field| field.to_str().ok())
            .flat_map(|field| field.split(';'))
            .filter(|pair| {
                pair.split('=')
                    .next()
                    .is_some_and(|it| it.trim() == &*self.cookie)
            })
            .count();
        let decoded = request.cookies().map_or(0, |cookies| {
            let named = cookies.iter().filter(|it| it.name() == &*self.cookie);
            named.count()
        });
        written > 1 || decoded > written
    }
}

impl<Next, B, S> Transform<Next, ServiceRequest> for SessionLayer<S>
where
    Next: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    Next::Future: 'static,
    B: MessageBody + 'static,
    S: SessionStore + 'static,
{
    type Response = ServiceResponse<B>;
    type Error = Error;
    type Transform = <SessionMiddleware<S> as Transform<Marking<Next>, ServiceRequest>>::Transform;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, service: Next) -> Self::Future {
        let marking = Marking {
            service,
            cookie: self.cookie.clone(),
        };
        // Made without waiting, by its own type.
        match self.middleware.new_transform(marking).now_or_never() {
            Some(made) => ready(made),
            None => ready(Err(())),
        }
    }
}

/// The service around which [`SessionLayer`] stands.
#[derive(Debug)]
pub struct Marking<Next> {
    service: Next,
    cookie: Rc<str>,
}

impl<Next, B> Service<ServiceRequest> for Marking<Next>
where
    Next: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    Next::Future: 'static,
{
    type Response = ServiceResponse<B>;
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self::Response, Self::Error>>;

    forward_ready!(service);

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let presence = Rc::new(Presence {
            cookie: self.cookie.clone(),
            is_used: Cell::new(false),
        });
        request.extensions_mut().insert(presence.clone());
        let answer = self.service.call(request);
        async move {
            let mut answer = answer.await?;
            if presence.is_used.get() {
                keep_private(answer.headers_mut());
            }
            Ok(answer)
        }
        .boxed_local()
    }
}

fn keep_private(headers: &mut HeaderMap) {
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private"));
    }
    let varies = headers
        .get_all(VARY)
        .filter_map(|field| field.to_str().ok())
        .flat_map(|field| field.split(','))
        .any(|name| name.trim() == "*" || name.trim().eq_ignore_ascii_case("cookie"));
    if !varies {
        headers.append(VARY, HeaderValue::from_static("Cookie"));
    }
}

/// Without the key, which the middleware holds.
impl<S: SessionStore> fmt::Debug for SessionLayer<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionLayer")
            .field("cookie", &self.cookie)
            .finish_non_exhaustive()
    }
}
