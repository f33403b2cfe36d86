//! A refusal on its way through actix-web, which turns it into a response.

use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

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
    written: Rc<Written>,
    /// The app's own 404, which can be given once. Apart, because a refusal is moved several times.
    ready: Cell<Option<Box<HttpResponse>>>,
    closes: bool,
}

/// What a client is told, and in which form.
pub(super) struct Written {
    pub(super) refusal: Refusal,
    pub(super) body: Body,
}

impl RefusalError {
    pub(super) fn new(written: Rc<Written>) -> Self {
        Self {
            written,
            ready: Cell::new(None),
            closes: false,
        }
    }

    /// The app's own answer to a path that does not exist.
    pub(super) fn ready(response: HttpResponse) -> Self {
        let written = Written {
            refusal: Refusal::not_found(),
            body: Body::empty(),
        };
        Self {
            ready: Cell::new(Some(Box::new(response))),
            ..Self::new(Rc::new(written))
        }
    }

    /// Whether the connection ends with it, in any case.
    pub(super) fn closing(self, closes: bool) -> Self {
        Self { closes, ..self }
    }

    /// What the client is told.
    pub fn refusal(&self) -> &Refusal {
        &self.written.refusal
    }
}

impl ResponseError for RefusalError {
    fn status_code(&self) -> StatusCode {
        self.refusal().status()
    }

    fn error_response(&self) -> HttpResponse {
        let ready = self.ready.take();
        let mut response = ready.map_or_else(|| self.written.response(), |ready| *ready);
        if self.closes {
            let head = response.head_mut();
            head.set_connection_type(ConnectionType::Close);
        }
        response
    }
}

impl Written {
    fn response(&self) -> HttpResponse {
        let Self { refusal, body } = self;
        let bytes = BoxBody::new(body.bytes.clone());
        let mut response = HttpResponse::with_body(refusal.status(), bytes);
        let headers = response.headers_mut();
        for (name, value) in refusal.fields.iter() {
            headers.append(name.clone(), value.clone());
        }
        headers.append(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(content_type) = &body.content_type {
            headers.append(CONTENT_TYPE, content_type.clone());
        }
        response
    }
}

impl fmt::Debug for RefusalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefusalError")
            .field("refusal", self.refusal())
            .finish_non_exhaustive()
    }
}

impl fmt::Display for RefusalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.refusal().error())
    }
}
