//! Decision → response. The only place that knows status codes and header text.
//!
//! A refusal is an actix error that turns into a *response*, so that middleware around the handler
//! (CORS, logging, compression) sees and decorates it.

mod bodies;
mod body;
mod constants;
mod error;
mod negotiation;
mod page;
mod recent;
mod refusal;
mod required;

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::task::Poll;
use std::time::SystemTime;

use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, HeaderValue, TRANSFER_ENCODING, VARY,
};
use actix_web::{Error, HttpRequest, HttpResponse};
use futures_util::FutureExt;

pub use bodies::Bodies;
pub use body::{Body, BodyError};
pub use error::RefusalError;
pub use refusal::Refusal;
pub use required::Required;

pub(crate) use constants::Constants;
#[cfg(feature = "session")]
pub(crate) use negotiation::asks_for_page;
pub(crate) use recent::Cause;

use crate::auth::Auth;
use crate::authorize::Authorization;
use crate::identity::Outcome;
use crate::policy::Access;
use error::Written;

/// A refusal as the error that a guard ends with.
pub(crate) fn refused(auth: &Auth, request: &HttpRequest, refusal: Refusal) -> Error {
    let written = written(auth, request, refusal, auth.now());
    RefusalError::new(written).into()
}

/// The same, of a handler for a cause, as it was written a moment ago where nothing else makes a difference.
pub(crate) fn refused_for(
    cause: Option<Cause>,
    auth: &Auth,
    request: &HttpRequest,
    access: &'static Access,
    refusal: impl FnOnce() -> Refusal,
) -> Error {
    let now = auth.now();
    let make = || written(auth, request, refusal(), now);
    RefusalError::new(recent::refusal(auth, access, cause, now, make)).into()
}

fn written(
    auth: &Auth,
    request: &HttpRequest,
    mut refusal: Refusal,
    now: SystemTime,
) -> Rc<Written> {
    refusal.at = now;
    refusal.documentation = auth.bodies().document(refusal.error());
    if let Some(influences) = auth.constants().influences() {
        refusal.fields.add(VARY, influences.clone());
    }
    let body = body(auth, request, &refusal);
    Rc::new(Written { refusal, body })
}

/// Authentication itself failed: 503 when the cause is out of reach, otherwise 500.
pub(crate) fn failed(auth: &Auth, request: &HttpRequest, outcome: &Outcome) -> Error {
    refused(auth, request, Refusal::failure(outcome))
}

/// A page of another origin made use of somebody's session: 403.
#[cfg(feature = "session")]
pub(crate) fn cross_site(auth: &Auth, request: &HttpRequest) -> Error {
    refused(auth, request, Refusal::cross_site())
}

/// What a login page needs is out of reach: 503.
#[cfg(feature = "session")]
pub(crate) fn unavailable(auth: &Auth, request: &HttpRequest) -> Error {
    refused(auth, request, Refusal::unavailable())
}

/// Something is wrong with the application: 500.
#[cfg(feature = "session")]
pub(crate) fn broken(auth: &Auth, request: &HttpRequest) -> Error {
    failed(auth, request, &Outcome::Nothing)
}

/// The store of the sessions is out of reach, before anything is known of the app: 503.
#[cfg(feature = "session")]
pub(crate) fn sessions_unavailable() -> Error {
    plain(Refusal::unavailable())
}

/// A guarded handler in an app that has no `Auth`.
pub(crate) fn unconfigured() -> Error {
    plain(Refusal::failure(&Outcome::Nothing))
}

/// Without an `Auth` that could say how refusals look.
fn plain(mut refusal: Refusal) -> Error {
    refusal.at = SystemTime::now();
    let body = Body::of(&refusal);
    RefusalError::new(Rc::new(Written { refusal, body })).into()
}

/// What a path that does not exist answers, for a caller who may know that.
pub(crate) fn not_found(auth: &Auth, request: &HttpRequest) -> Authorization {
    if !auth.serves_misses() {
        auth.tell_of_misses();
        // actix-web's own answer to a path without a service.
        let miss = HttpResponse::NotFound().finish();
        return Authorization::Decided(Err(RefusalError::ready(miss).into()));
    }
    let closes = leaves_body(request);
    // A panic in the application's page must not take the connection with it, nor make a 500 where a miss
    // is a 404.
    let page = catch_unwind(AssertUnwindSafe(|| auth.custom_not_found(request)));
    let page = page.unwrap_or_default();
    let (auth, request) = (auth.clone(), request.clone());
    Authorization::Pending(Box::pin(async move {
        pending_once().await;
        let page = match page {
            Some(page) => AssertUnwindSafe(page).catch_unwind().await.ok(),
            None => None,
        };
        let built_in = || {
            let written = written(&auth, &request, Refusal::not_found(), auth.now());
            RefusalError::new(written)
        };
        let own = page.map(|page| RefusalError::ready(not_stored(page)));
        let miss = own.unwrap_or_else(built_in);
        Err(miss.closing(closes).into())
    }))
}

/// Gives actix-web the time to read what came behind the request, as a condition and a record that are
/// waited for do. It writes an answer by the method and the `Connection` of the request that it read last:
/// an answer at once would look different.
async fn pending_once() {
    let mut is_polled = false;
    poll_fn(|context| {
        if is_polled {
            return Poll::Ready(());
        }
        is_polled = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Whether a body is left unread. By what has arrived of it when the answer goes out, actix-web keeps the
/// connection or closes it. While a condition or a record is waited for, more arrives than at a path that
/// does not exist: so that it does not tell them apart, both close it.
fn leaves_body(request: &HttpRequest) -> bool {
    let headers = request.headers();
    let length = headers.get(CONTENT_LENGTH);
    length.is_some_and(|length| length != "0") || headers.contains_key(TRANSFER_ENCODING)
}

/// A cache may keep a 404 (RFC 9111 §4.2.2), and give it to a caller to whom the path is not hidden.
fn not_stored(mut response: HttpResponse) -> HttpResponse {
    let headers = response.headers_mut();
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

fn body(auth: &Auth, request: &HttpRequest, refusal: &Refusal) -> Body {
    let own = || {
        let bodies = auth.bodies();
        let shows_pages = bodies.negotiates() && negotiation::shows_pages(request);
        bodies.body(refusal, shows_pages)
    };
    let Some(hook) = auth.body_hook() else {
        return own();
    };
    // A panic in the application's text must not take the refusal with it.
    catch_unwind(AssertUnwindSafe(|| hook(refusal, request.head()))).unwrap_or_else(|_| own())
}
