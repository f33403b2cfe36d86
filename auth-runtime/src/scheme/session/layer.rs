//! actix-session's middleware, within it a mark that it is there, which a request does not tell by
//! itself, and around it a limit to the time that the session store may take.

use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

use std::time::Duration;

use actix_session::storage::SessionStore;
use actix_session::{SessionExt, SessionMiddleware};
use actix_web::body::MessageBody;
use actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform, forward_ready};
use actix_web::http::header::COOKIE;
use actix_web::{Error, HttpMessage, HttpRequest};
use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, Ready, ready};

use super::limit::{Limited, Step};
use crate::notice::keep_private;

/// The middleware that gives requests their sessions, made by
/// [`SessionCookie::build`](super::SessionCookie::build).
///
/// An answer that was made for a session says `Vary: Cookie`, and `Cache-Control: private` where the
/// handler says nothing about caching (RFC 9111 §5.2.2.7).
///
/// A session store that fails, or does not answer in time, is 503: before the handler where the
/// session cannot be read, after it where it cannot be written. The body is the default one.
///
/// Wrap the `App` or a scope in it. A `ServiceConfig` cannot be wrapped: what it configures is in the
/// layer of the `App`.
pub struct SessionLayer<S: SessionStore> {
    middleware: SessionMiddleware<S>,
    cookie: Rc<str>,
    limit: Duration,
}

impl<S: SessionStore> SessionLayer<S> {
    /// Around a middleware that you configured yourself, with a cookie of this name. Prefer
    /// [`SessionCookie`](super::SessionCookie).
    pub fn around(middleware: SessionMiddleware<S>, cookie_name: impl Into<String>) -> Self {
        Self {
            middleware,
            cookie: cookie_name.into().into(),
            limit: Duration::from_secs(5),
        }
    }

    /// Waits so long for the session store, to read a session and to write one: five seconds unless
    /// said otherwise.
    #[must_use]
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }
}

/// The mark on a request that has a session, if an empty one.
pub(super) struct Presence {
    cookie: Rc<str>,
    /// Whether the answer depends on the session.
    is_used: Cell<bool>,
    /// Whether the session was that of a login which has ended.
    is_gone: Cell<bool>,
    pub(super) step: Cell<Step>,
}

impl Presence {
    pub(super) fn new(cookie: Rc<str>) -> Rc<Self> {
        Rc::new(Self {
            cookie,
            is_used: Cell::new(false),
            is_gone: Cell::new(false),
            step: Cell::new(Step::Reading),
        })
    }

    pub(super) fn of(request: &HttpRequest) -> Option<Rc<Self>> {
        request.extensions().get::<Rc<Self>>().cloned()
    }

    pub(super) fn is_used(&self) {
        self.is_used.set(true);
    }

    pub(super) fn is_gone(&self) {
        self.is_gone.set(true);
    }

    /// What the answer is to say, now that it is there.
    fn finish<B>(&self, answer: &mut ServiceResponse<B>) {
        self.step.set(Step::Writing);
        if self.is_used.get() {
            keep_private(answer.headers_mut(), "Cookie");
        }
        let session = answer.request().get_session();
        let is_empty = session.entries().is_empty();
        // Unless somebody logged in meanwhile, the cookie goes with its login.
        if self.is_gone.get() && is_empty {
            session.purge();
        }
    }

    /// Whether the request has several cookies of the session's name, or one whose name only becomes
    /// it once decoded: `%5F_Host-session`, or one behind a space that is not ASCII's. Browsers do not
    /// apply the rules of the prefix to these.
    pub(super) fn is_ambiguous(&self, request: &HttpRequest) -> bool {
        // Bytes, because a cookie of somebody else's may hold any; and the white space of RFC 6265bis
        // §5.6 only.
        let written = request
            .headers()
            .get_all(COOKIE)
            .flat_map(|field| field.as_bytes().split(|byte| *byte == b';'))
            .filter_map(|pair| pair.split(|byte| *byte == b'=').next())
            .filter(|name| trimmed(name) == self.cookie.as_bytes())
            .count();
        let decoded = request.cookies().map_or(0, |cookies| {
            let named = cookies.iter().filter(|it| it.name() == &*self.cookie);
            named.count()
        });
        written > 1 || decoded > written
    }
}

fn trimmed(mut name: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = name {
        name = rest;
    }
    name
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
    type Transform =
        Limited<<SessionMiddleware<S> as Transform<Marking<Next>, ServiceRequest>>::Transform>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, service: Next) -> Self::Future {
        // Made without waiting, by its own type.
        let made = self.middleware.new_transform(Marking { service });
        let made = made.now_or_never().unwrap_or(Err(()));
        ready(made.map(|service| Limited::new(service, self.cookie.clone(), self.limit)))
    }
}

/// The service around which [`SessionLayer`] stands.
#[derive(Debug)]
pub struct Marking<Next> {
    service: Next,
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
        let presence = request.extensions().get::<Rc<Presence>>().cloned();
        if let Some(presence) = &presence {
            presence.step.set(Step::Handling);
        }
        let answer = self.service.call(request);
        async move {
            let mut answer = answer.await?;
            if let Some(presence) = presence {
                presence.finish(&mut answer);
            }
            Ok(answer)
        }
        .boxed_local()
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
