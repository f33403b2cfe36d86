//! A refusal on its way through actix-web, which turns it into a response.

use std::cell::Cell;
use std::fmt;

use actix_web::body::BoxBody;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use actix_web::http::{ConnectionType, StatusCode};
use actix_web::{HttpResponse, ResponseError};

use super::{Body, Refusal};

/// The error that a guarded handler ends with when it does not run.
///
/// Middleware finds it in the response's [`error`](actix_web::HttpResponse::error), by
/// `as_error::<RefusalError>()`.
pub struct RefusalError {
    refusal: Refusal,
    rendering: Rendering,
    closes: bool,
}

enum Rendering {
    Body(Body),
    /// The app's own 404, which can be given once.
    Ready(Cell<Option<HttpResponse>>),
}

impl RefusalError {
    pub(super) fn new(refusal: Refusal, body: Body) -> Self {
        Self {
            refusal,
            rendering: Rendering::Body(body),
            closes: false,
        }
    }

    /// The app's own answer to a path that does not exist.
    pub(super) fn ready(response: HttpResponse) -> Self {
        let rendering = Rendering::Ready(Cell::new(Some(response)));
        Self {
            refusal: Refusal::not_found(),
            rendering,
            closes: false,
        }
    }

    /// Whether the connection ends with it, in any case.
    pub(super) fn closing(self, closes: bool) -> Self {
        Self { closes, ..self }
    }

    /// What the client is told.
    pub fn refusal(&self) -> &Refusal {
        &self.refusal
    }
}

impl ResponseError for RefusalError {
    fn status_code(&self) -> StatusCode {
        self.refusal.status()
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = match &self.rendering {
            Rendering::Body(body) => render(&self.refusal, body.clone()),
            Rendering::Ready(response) => response
                .take()
                .unwrap_or_else(|| HttpResponse::new(self.status_code())),
        };
        if self.closes {
            let head = response.head_mut();
            head.set_connection_type(ConnectionType::Close);
        }
        response
    }
}

fn render(refusal: &Refusal, body: Body) -> HttpResponse {
    let mut response = HttpResponse::with_body(refusal.status(), BoxBody::new(body.bytes));
    let headers = response.headers_mut();
    for (name, value) in refusal.fields.iter() {
        headers.append(name.clone(), value.clone());
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(content_type) = body.content_type {
        headers.insert(CONTENT_TYPE, content_type);
    }
    response
}

impl fmt::Debug for RefusalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefusalError")
            .field("refusal", &self.refusal)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for RefusalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.refusal.error())
    }
}
