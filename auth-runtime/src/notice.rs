//! Header fields of answers that are no refusals: `Authentication-Info` (RFC 9110 §11.6.3),
//! `DPoP-Nonce` (RFC 9449 §8.2).

use std::rc::Rc;

use actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform, forward_ready};
use actix_web::http::header::{CACHE_CONTROL, HeaderMap, HeaderName, HeaderValue, VARY};
use actix_web::{Error, HttpMessage, HttpRequest};
use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, Ready, ready};

/// What schemes have to say to a caller whom they let in.
#[derive(Default)]
struct Notices {
    fields: Vec<(HeaderName, HeaderValue)>,
    /// The fields of the request by which it was let in, where caches do not know that they hold
    /// credentials.
    let_in_by: Vec<String>,
}

/// Notes a field for the answer to this request, whatever the handler says.
#[cfg_attr(
    not(any(
        feature = "digest",
        all(feature = "dpop", any(feature = "aws_lc_rs", feature = "rust_crypto"))
    )),
    expect(dead_code, reason = "only Digest and DPoP have something to say")
)]
pub(crate) fn note(request: &HttpRequest, name: HeaderName, value: HeaderValue) {
    with_notices(request, |notices| notices.fields.push((name, value)));
}

/// Notes that the answer to this request was made for the credentials in this field. Shared caches
/// know `Authorization` only (RFC 9111 §3.5).
#[cfg(feature = "api_key")]
pub(crate) fn let_in_by(request: &HttpRequest, name: &str) {
    with_notices(request, |notices| notices.let_in_by.push(name.to_owned()));
}

fn with_notices(request: &HttpRequest, change: impl FnOnce(&mut Notices)) {
    let mut extensions = request.extensions_mut();
    if extensions.get::<Notices>().is_none() {
        extensions.insert(Notices::default());
    }
    if let Some(notices) = extensions.get_mut() {
        change(notices);
    }
}

/// Keeps an answer out of shared caches, unless the handler says otherwise (RFC 9111 §5.2.2.7), and
/// tells the others by which field of the request they are to tell answers apart.
pub(crate) fn keep_private(headers: &mut HeaderMap, by: &str) {
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private"));
    }
    let varies = headers
        .get_all(VARY)
        .filter_map(|field| field.to_str().ok())
        .flat_map(|field| field.split(','))
        .any(|name| name.trim() == "*" || name.trim().eq_ignore_ascii_case(by));
    // The name of a field is always a field's value.
    if let Ok(by) = HeaderValue::from_str(by)
        && !varies
    {
        headers.append(VARY, by);
    }
}

/// Forgets what was noted: the caller is not let in after all.
#[cfg(feature = "throttle")]
pub(crate) fn forget(request: &HttpRequest) {
    request.extensions_mut().remove::<Notices>();
}

/// Middleware that adds what schemes say to callers whom they let in: `Authentication-Info` of
/// Digest (RFC 7616 §3.5), and the next `DPoP-Nonce` (RFC 9449 §8.2). An answer to an API key gets
/// `Vary` with the name of its field, and `Cache-Control: private` where the handler says nothing about
/// caching: shared caches leave out what was asked for with `Authorization` (RFC 9111 §3.5), and know no
/// other field that holds credentials.
///
/// Without it those fields are left out. Clients live with that: they are told a new nonce by a 401.
/// Where a shared cache stands before an app with API keys, add it.
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
            let notices = notices.unwrap_or_default();
            for (name, value) in notices.fields {
                answer.headers_mut().insert(name, value);
            }
            for name in notices.let_in_by {
                keep_private(answer.headers_mut(), &name);
            }
            Ok(answer)
        }
        .boxed_local()
    }
}
