//! Decision → response. The only place that knows status codes and header text.
//!
//! A refusal is an actix error that turns into a *response*, so that middleware around the handler
//! (CORS, logging, compression) sees and decorates it.

mod body;
mod challenge;
mod refusal;

use std::panic::{AssertUnwindSafe, catch_unwind};

use actix_web::error::InternalError;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, WWW_AUTHENTICATE};
use actix_web::{Error, HttpRequest, HttpResponse};

pub use body::{Body, BodyError};
pub use refusal::Refusal;

pub(crate) use challenge::is_realm;

use crate::audit;
use crate::auth::Auth;
use crate::authorize::{Authorization, Outcome};
use crate::clock::rfc3339;

/// The response for a refusal, as the error that a guard ends with.
pub(crate) fn refused(auth: &Auth, request: &HttpRequest, mut refusal: Refusal) -> Error {
    refusal.timestamp = rfc3339(auth.now());
    let body = body(auth, request, &refusal);
    into_error(render(&refusal, body), &refusal)
}

/// Authentication itself failed: 503 when the cause is out of reach, otherwise 500.
pub(crate) fn failed(auth: &Auth, request: &HttpRequest, outcome: &Outcome) -> Error {
    refused(auth, request, Refusal::failure(outcome))
}

/// A guarded handler in an app that has no `Auth`.
pub(crate) fn unconfigured() -> Error {
    let mut refusal = Refusal::failure(&Outcome::Nothing);
    refusal.timestamp = rfc3339(std::time::SystemTime::now());
    let body = Body::of(&refusal);
    into_error(render(&refusal, body), &refusal)
}

/// What a path that does not exist answers, for a caller who may know that.
pub(crate) fn not_found(auth: &Auth, request: &HttpRequest) -> Authorization {
    if !auth.serves_misses() {
        audit::misses_elsewhere();
        // actix-web's own answer to a path without a service.
        let miss = HttpResponse::NotFound().finish();
        return Authorization::Decided(Err(into_error(miss, &Refusal::not_found())));
    }
    match auth.custom_not_found(request) {
        None => Authorization::Decided(Err(refused(auth, request, Refusal::not_found()))),
        Some(response) => Authorization::Pending(Box::pin(async move {
            Err(into_error(response.await, &Refusal::not_found()))
        })),
    }
}

fn body(auth: &Auth, request: &HttpRequest, refusal: &Refusal) -> Body {
    let Some(hook) = auth.body_hook() else {
        return Body::of(refusal);
    };
    // A panic in the application's text must not take the refusal with it.
    catch_unwind(AssertUnwindSafe(|| hook(refusal, request.head())))
        .unwrap_or_else(|_| Body::of(refusal))
}

fn render(refusal: &Refusal, body: Body) -> HttpResponse {
    let mut response = HttpResponse::build(refusal.status());
    if let Some(challenge) = refusal.challenge() {
        response.insert_header((WWW_AUTHENTICATE, challenge.clone()));
    }
    response.insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store")));
    match body.content_type {
        Some(content_type) => response
            .insert_header((CONTENT_TYPE, content_type))
            .body(body.bytes),
        None => response.finish(),
    }
}

fn into_error(response: HttpResponse, refusal: &Refusal) -> Error {
    InternalError::from_response(refusal.error(), response).into()
}
