//! The body of a refusal.

use std::fmt;

use actix_web::http::header::HeaderValue;
use actix_web::web::Bytes;
use serde::Serialize;

use super::{Bodies, Refusal};

/// A body that replaces the default one; see [`AuthBuilder::body`](crate::AuthBuilder::body).
#[derive(Debug, Clone)]
pub struct Body {
    pub(super) content_type: Option<HeaderValue>,
    pub(super) bytes: Bytes,
}

impl Body {
    /// No body and no `Content-Type`.
    pub fn empty() -> Self {
        Self {
            content_type: None,
            bytes: Bytes::new(),
        }
    }

    /// `application/json`.
    ///
    /// # Errors
    ///
    /// When `value` cannot be written as JSON.
    pub fn json(value: &impl Serialize) -> Result<Self, BodyError> {
        let bytes = serde_json::to_vec(value).map_err(BodyError)?;
        Ok(Self::of_type(
            HeaderValue::from_static("application/json"),
            bytes,
        ))
    }

    /// `text/plain` in UTF-8.
    pub fn text(text: impl Into<String>) -> Self {
        Self::of_type(
            HeaderValue::from_static("text/plain; charset=utf-8"),
            text.into(),
        )
    }

    /// `text/html` in UTF-8. Nothing is escaped here.
    pub fn html(page: impl Into<String>) -> Self {
        Self::of_type(
            HeaderValue::from_static("text/html; charset=utf-8"),
            page.into(),
        )
    }

    /// Bytes of any media type.
    pub fn of_type(content_type: HeaderValue, bytes: impl Into<Bytes>) -> Self {
        Self {
            content_type: Some(content_type),
            bytes: bytes.into(),
        }
    }

    /// The default body.
    pub(super) fn of(refusal: &Refusal) -> Self {
        Bodies::default().body(refusal, false)
    }
}

/// A value that cannot be written as JSON.
#[derive(Debug)]
pub struct BodyError(serde_json::Error);

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the body cannot be written as JSON")
    }
}

impl std::error::Error for BodyError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}
