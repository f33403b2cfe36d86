//! Decision → response. The only place that knows status codes and header text.
//!
//! A refusal is an actix error that turns into a *response*, so that middleware around the handler
//! (CORS, logging, compression) sees and decorates it.

mod body;
mod error;
mod refusal;

use std::panic::{AssertUnwindSafe, catch_unwind};

use actix_web::{Error, HttpRequest, HttpResponse};

pub use body::{Body, BodyError};
pub use error::RefusalError;
pub use refusal::Refusal;

use crate::audit;
use crate::auth::Auth;
use crate::authorize::Authorization;
use crate::clock::rfc3339;
use crate::identity::Outcome;

/// A refusal as the error that a guard ends with.
pub(crate) fn refused(auth: &Auth, request: &HttpRequest, mut refusal: Refusal) -> Error {
    refusal.timestamp = rfc3339(auth.now());
    let body = body(auth, request, &refusal);
    RefusalError::new(refusal, body).into()
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
    RefusalError::new(refusal, body).into()
}

/// What a path that does not exist answers, for a caller who may know that.
pub(crate) fn not_found(auth: &Auth, request: &HttpRequest) -> Authorization {
    if !auth.serves_misses() {
        audit::misses_elsewhere();
        // actix-web's own answer to a path without a service.
        let miss = HttpResponse::NotFound().finish();
        return Authorization::Decided(Err(RefusalError::ready(miss).into()));
    }
    match auth.custom_not_found(request) {
        None => Authorization::Decided(Err(refused(auth, request, Refusal::not_found()))),
        Some(response) => Authorization::Pending(Box::pin(async move {
            Err(RefusalError::ready(response.await).into())
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
