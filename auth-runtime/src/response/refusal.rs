//! A refusal in words: status, error code, message, challenge.

use actix_web::http::StatusCode;
use actix_web::http::header::HeaderValue;

use super::challenge::{self, BearerError};
use crate::identity::{AuthenticationError, Failure, Outcome};
use crate::policy::{Privilege, Requirement};

/// What a client is told. The hook of [`AuthBuilder::body`](crate::AuthBuilder::body) reads it and
/// makes a body of it; status and challenge are not its to change.
#[derive(Debug, Clone)]
pub struct Refusal {
    status: StatusCode,
    error: &'static str,
    message: &'static str,
    challenge: Option<HeaderValue>,
    pub(super) timestamp: String,
}

impl Refusal {
    /// 400, 401, 403, 404, 500 or 503.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// What went wrong, for programs: `unauthorized`, `invalid_token`, `invalid_request`,
    /// `forbidden`, `insufficient_scope`, `not_found`, `internal_error`, `temporarily_unavailable`.
    pub fn error(&self) -> &'static str {
        self.error
    }

    /// What went wrong, for people.
    pub fn message(&self) -> &'static str {
        self.message
    }

    /// When, as RFC 3339 in UTC.
    pub fn timestamp(&self) -> &str {
        &self.timestamp
    }

    /// The `WWW-Authenticate` field.
    pub fn challenge(&self) -> Option<&HeaderValue> {
        self.challenge.as_ref()
    }

    /// 401 with a challenge; 400 for a credential that cannot be read (RFC 6750 §3.1).
    pub(crate) fn challenged(realm: &str, outcome: &Outcome) -> Self {
        let (status, error, message, detail) = match outcome {
            Outcome::Malformed(_) => (
                StatusCode::BAD_REQUEST,
                "invalid_request",
                "The credentials cannot be read.",
                Some(BearerError::InvalidRequest),
            ),
            Outcome::Refused(AuthenticationError(Failure::Expired)) => (
                StatusCode::UNAUTHORIZED,
                "invalid_token",
                "The access token expired.",
                Some(BearerError::Expired),
            ),
            Outcome::Refused(_) => (
                StatusCode::UNAUTHORIZED,
                "invalid_token",
                "The access token is not valid.",
                Some(BearerError::InvalidToken),
            ),
            Outcome::Nothing | Outcome::Known(_) => (
                StatusCode::UNAUTHORIZED,
                "unauthorized",
                "Authentication is required.",
                None,
            ),
        };
        Self {
            challenge: Some(challenge::bearer(realm, detail)),
            ..Self::plain(status, error, message)
        }
    }

    /// A refusal with 403. For want of a scope it carries a challenge, because a new token may have the
    /// scope (RFC 6750 §3.1); otherwise not, because the caller's other credentials change nothing.
    ///
    /// `scopes` are all that the handler asks for: a client that gets them comes in.
    pub(crate) fn forbidden(requirement: &Requirement, realm: &str, scopes: &[&str]) -> Self {
        let Privilege::Scope(_) = requirement.privilege() else {
            let message = requirement.message().unwrap_or("You may not do this.");
            return Self::plain(StatusCode::FORBIDDEN, "forbidden", message);
        };
        let message = requirement
            .message()
            .unwrap_or("The access token does not have the scope that this needs.");
        let challenge = challenge::insufficient_scope(realm, scopes);
        Self {
            challenge: Some(challenge),
            ..Self::plain(StatusCode::FORBIDDEN, "insufficient_scope", message)
        }
    }

    /// 404, for a path without a service and for a hidden refusal alike.
    pub(crate) fn not_found() -> Self {
        Self::plain(StatusCode::NOT_FOUND, "not_found", "There is nothing here.")
    }

    /// 500 or 503. Never 401: a failure of ours must not log users out.
    pub(crate) fn failure(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Refused(AuthenticationError(Failure::Unavailable(_))) => Self::plain(
                StatusCode::SERVICE_UNAVAILABLE,
                "temporarily_unavailable",
                "Authentication is temporarily unavailable.",
            ),
            _ => Self::plain(
                StatusCode::INTERNAL_SERVER_ERROR,
                "internal_error",
                "Something went wrong on the server.",
            ),
        }
    }

    fn plain(status: StatusCode, error: &'static str, message: &'static str) -> Self {
        Self {
            status,
            error,
            message,
            challenge: None,
            timestamp: String::new(),
        }
    }
}
