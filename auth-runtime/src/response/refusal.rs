//! A refusal in words: status, error code, message, challenge.

use std::borrow::Cow;
use std::sync::OnceLock;
use std::time::SystemTime;

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, LOCATION, RETRY_AFTER};

use super::Required;
use crate::challenge::Fields;
use crate::clock::rfc3339;
use crate::identity::{Attempt, AuthenticationError, Failure, Outcome};
use crate::policy::{Privilege, Requirement};

/// What a client is told. The hook of [`AuthBuilder::body`](crate::AuthBuilder::body) reads it and
/// makes a body of it; status and challenge are not its to change.
#[derive(Debug, Clone)]
pub struct Refusal {
    status: StatusCode,
    error: &'static str,
    message: Cow<'static, str>,
    pub(super) fields: Fields,
    pub(super) at: SystemTime,
    /// Written when somebody asks for it.
    timestamp: OnceLock<String>,
    pub(super) documentation: Option<String>,
    required: Option<Required>,
}

impl Refusal {
    /// 303, 400, 401, 403, 404, 429, 500 or 503.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// What went wrong, for programs: `unauthorized`, `invalid_token`,
    /// `invalid_credentials`, `invalid_dpop_proof`, `use_dpop_nonce`, `invalid_request`, `insufficient_user_authentication`, `forbidden`,
    /// `insufficient_scope`, `cross_site_request`, `address_not_allowed`, `not_found`,
    /// `too_many_requests`, `internal_error`, `temporarily_unavailable`.
    pub fn error(&self) -> &'static str {
        self.error
    }

    /// What went wrong, for people.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// When, as RFC 3339 in UTC.
    pub fn timestamp(&self) -> &str {
        self.timestamp.get_or_init(|| rfc3339(self.at))
    }

    /// Where to read about it, if [`Bodies`](crate::Bodies) say so.
    pub fn documentation(&self) -> Option<&str> {
        self.documentation.as_deref()
    }

    /// The role, scope or permission that the caller lacks, where the app permits it to be told:
    /// [`AuthBuilder::tell_requirements`](crate::AuthBuilder::tell_requirements). None of a refusal
    /// that is hidden, or that is about an owner, a condition or a record.
    pub fn required(&self) -> Option<&Required> {
        self.required.as_ref()
    }

    /// The `WWW-Authenticate` fields, one for each scheme that is accepted.
    pub fn challenges(&self) -> impl Iterator<Item = &HeaderValue> {
        self.fields.challenges()
    }

    /// 401 with challenges; 400 for a credential that cannot be read (RFC 6750 §3.1).
    pub(crate) fn challenged(attempt: &Attempt, fields: Fields) -> Self {
        let (status, error, message) = match &attempt.outcome {
            Outcome::Malformed(_) => (
                StatusCode::BAD_REQUEST,
                "invalid_request",
                "The credentials cannot be read.",
            ),
            Outcome::Refused(AuthenticationError(Failure::Expired)) if attempt.is_oauth() => (
                StatusCode::UNAUTHORIZED,
                "invalid_token",
                "The access token expired.",
            ),
            Outcome::Refused(AuthenticationError(Failure::Proof { .. })) => (
                StatusCode::UNAUTHORIZED,
                "invalid_dpop_proof",
                "The proof of the key is not valid.",
            ),
            Outcome::Refused(AuthenticationError(Failure::Nonce(_))) => (
                StatusCode::UNAUTHORIZED,
                "use_dpop_nonce",
                "The proof of the key needs a fresh nonce.",
            ),
            Outcome::Refused(_) if attempt.is_oauth() => (
                StatusCode::UNAUTHORIZED,
                "invalid_token",
                "The access token is not valid.",
            ),
            Outcome::Refused(_) => (
                StatusCode::UNAUTHORIZED,
                "invalid_credentials",
                "The credentials are not valid.",
            ),
            Outcome::Nothing | Outcome::Known(_) => (
                StatusCode::UNAUTHORIZED,
                "unauthorized",
                "Authentication is required.",
            ),
        };
        Self {
            fields,
            ..Self::plain(status, error, message)
        }
    }

    /// 303 to the page where the caller logs in.
    pub(crate) fn to_login(location: HeaderValue) -> Self {
        let mut fields = Fields::default();
        fields.add(LOCATION, location);
        Self {
            fields,
            ..Self::plain(
                StatusCode::SEE_OTHER,
                "unauthorized",
                "Authentication is required.",
            )
        }
    }

    /// 403 for a request that a page of another origin sent with credentials that the browser remembers.
    /// No challenge: other credentials would change nothing.
    pub(crate) fn cross_site() -> Self {
        Self::plain(
            StatusCode::FORBIDDEN,
            "cross_site_request",
            "Another site sent this request.",
        )
    }

    /// 401 for a caller who is known and must authenticate anew (RFC 9470 §3).
    pub(crate) fn stepped_up(fields: Fields) -> Self {
        Self {
            fields,
            ..Self::plain(
                StatusCode::UNAUTHORIZED,
                "insufficient_user_authentication",
                "Please authenticate again for this.",
            )
        }
    }

    /// A refusal with 403. For want of a scope that a new token may have, `fields` hold a challenge
    /// (RFC 6750 §3.1); otherwise not, because the caller's other credentials change nothing.
    pub(crate) fn forbidden(
        requirement: &Requirement,
        told: Option<Cow<'static, str>>,
        fields: Fields,
    ) -> Self {
        let is_token = fields.challenges().next().is_some();
        let (error, message) = match requirement.privilege() {
            Privilege::Scope(_) if is_token => (
                "insufficient_scope",
                "The access token does not have the scope that this needs.",
            ),
            Privilege::Scope(_) => (
                "insufficient_scope",
                "The credentials do not have the scope that this needs.",
            ),
            _ => ("forbidden", "You may not do this."),
        };
        let message = requirement.message().unwrap_or(message);
        Self {
            fields,
            message: told.unwrap_or(Cow::Borrowed(message)),
            ..Self::plain(StatusCode::FORBIDDEN, error, message)
        }
    }

    /// With what the caller lacks.
    pub(crate) fn naming(self, required: Option<Required>) -> Self {
        Self { required, ..self }
    }

    /// 403 for a record that the caller may read, and not do this to.
    pub(crate) fn forbidden_record() -> Self {
        Self::plain(StatusCode::FORBIDDEN, "forbidden", "You may not do this.")
    }

    /// 403 for a request from where none are accepted. Without a challenge: no credential helps.
    #[cfg(feature = "networks")]
    pub(crate) fn elsewhere() -> Self {
        Self::plain(
            StatusCode::FORBIDDEN,
            "address_not_allowed",
            "Requests from this address are not accepted.",
        )
    }

    /// 404, for a path without a service and for a hidden refusal alike.
    pub(crate) fn not_found() -> Self {
        Self::plain(StatusCode::NOT_FOUND, "not_found", "There is nothing here.")
    }

    /// 429 for a caller with too many failures behind it, who may come back after this time
    /// (RFC 6585 §4). Without a challenge: another credential helps no more than this one.
    #[cfg(feature = "throttle")]
    pub(crate) fn throttled(wait: std::time::Duration) -> Self {
        let seconds = wait.as_millis().div_ceil(1000).max(1);
        let mut fields = Fields::default();
        // A number of seconds, RFC 9110 §10.2.3. Digits are always a field's value.
        if let Ok(seconds) = HeaderValue::try_from(seconds.to_string()) {
            fields.add(RETRY_AFTER, seconds);
        }
        Self {
            fields,
            ..Self::plain(
                StatusCode::TOO_MANY_REQUESTS,
                "too_many_requests",
                "Too many failed attempts. Try again later.",
            )
        }
    }

    /// 500 or 503. Never 401: a failure of ours must not log users out.
    pub(crate) fn failure(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Refused(AuthenticationError(Failure::Busy)) => {
                let mut fields = Fields::default();
                fields.add(RETRY_AFTER, HeaderValue::from_static("1"));
                Self {
                    fields,
                    ..Self::unavailable()
                }
            }
            Outcome::Refused(AuthenticationError(Failure::Unavailable(_))) => Self::unavailable(),
            _ => Self::broken(),
        }
    }

    /// 500: something is wrong with the application.
    pub(crate) fn broken() -> Self {
        Self::plain(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal_error",
            "Something went wrong on the server.",
        )
    }

    /// 503: whoever could tell whether the caller may is out of reach.
    pub(crate) fn undecided() -> Self {
        Self::plain(
            StatusCode::SERVICE_UNAVAILABLE,
            "temporarily_unavailable",
            "The service is temporarily unavailable.",
        )
    }

    pub(crate) fn unavailable() -> Self {
        Self::plain(
            StatusCode::SERVICE_UNAVAILABLE,
            "temporarily_unavailable",
            "Authentication is temporarily unavailable.",
        )
    }

    fn plain(status: StatusCode, error: &'static str, message: &'static str) -> Self {
        Self {
            status,
            error,
            message: Cow::Borrowed(message),
            fields: Fields::default(),
            at: SystemTime::UNIX_EPOCH,
            timestamp: OnceLock::new(),
            documentation: None,
            required: None,
        }
    }
}
