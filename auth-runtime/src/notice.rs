//! Header fields of answers that are no refusals: `Authentication-Info` (RFC 9110 §11.6.3),
//! `DPoP-Nonce` (RFC 9449 §8.2).

use std::rc::Rc;

use actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform, forward_ready};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{Error, HttpMessage, HttpRequest};
use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, Ready, ready};

/// What schemes have to say to a caller whom they let in.
#[derive(Default)]
struct Notices(Vec<(HeaderName, HeaderValue)>);

/// Notes a field for the answer to this request, whatever the handler says.
#[cfg_attr(
    not(any(
        feature = "digest",
        all(feature = "dpop", any(feature = "aws_lc_rs", feature = "rust_crypto"))
    )),
    expect(dead_code, reason = "only Digest and DPoP have something to say")
)]
pub(crate) fn note(request: &HttpRequest, name: HeaderName, value: HeaderValue) {
    let mut extensions = request.extensions_mut();
    if extensions.get::<Notices>().is_none() {
        extensions.insert(Notices::default());
    }
    if let Some(Notices(fields)) = extensions.get_mut() {
        fields.push((name, value));
    }
}

/// Forgets what was noted: the caller is not let in after all.
#[cfg(feature = "throttle")]
pub(crate) fn forget(request: &HttpRequest) {
    request.extensions_mut().remove::<Notices>();
}

/// Middleware that adds what schemes say to callers whom they let in: `Authentication-Info` of
/// Digest (RFC 7616 §3.5), and the next `DPoP-Nonce` (RFC 9449 §8.2).
///
/// Without it those fields are left out, which clients live with: they are told a new nonce by a 401.
///
/// ```
/// use actix_web::App;
/// use auth_runtime::AuthenticationInfo;
///
/// let app = App::new().wrap(AuthenticationInfo);
/// # let _ = app;
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct AuthenticationInfo;

impl<S, B> Transform<S, ServiceRequest> for AuthenticationInfo
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
{
    type Response = ServiceResponse<B>;
    type Error = Error;
    type Transform = Noting<S>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, service: S) -> Self::Future {
        ready(Ok(Noting {
            service: Rc::new(service),
        }))
    }
}

/// The service around which [`AuthenticationInfo`] stands.
#[derive(Debug)]
pub struct Noting<S> {
    service: Rc<S>,
}

impl<S, B> Service<ServiceRequest> for Noting<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
{
    type Response = ServiceResponse<B>;
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self::Response, Self::Error>>;

    forward_ready!(service);

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let answer = self.service.call(request);
        async move {
            let mut answer = answer.await?;
            let notices = answer.request().extensions_mut().remove::<Notices>();
            for (name, value) in notices.unwrap_or_default().0 {
                answer.headers_mut().insert(name, value);
            }
            Ok(answer)
        }
        .boxed_local()
    }
}
