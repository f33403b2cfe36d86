//! What handlers end with when they cannot answer. Refusals of access are not here: the guards
//! make those.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::web::{FormConfig, JsonConfig, PathConfig, ServiceConfig};
use actix_web::{HttpResponse, ResponseError};
use serde_json::json;

#[derive(Debug)]
pub(crate) enum AppError {
    /// The path is one of ours, the thing is not there.
    NotFound(&'static str),
    /// The request's body cannot be used.
    Unusable(String),
    /// 400 `invalid_grant`, as OAuth answers it (RFC 6749 §5.2). Not 401, whose challenge would send
    /// clients off to refresh their token, and not 403, which is for callers that are known.
    WrongLogin,
    /// We are to blame. The cause is for our eyes.
    Broken(Box<dyn std::error::Error + Send + Sync>),
}

impl AppError {
    pub(crate) fn broken(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Broken(cause.into())
    }
}

/// What a client is told.
impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotFound(what) => what,
            Self::Unusable(why) => why,
            Self::WrongLogin => "User name or password is wrong.",
            Self::Broken(_) => "Something went wrong on the server.",
        })
    }
}

/// So that it can be the cause of somebody else's error.
impl std::error::Error for AppError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Broken(cause) => Some(&**cause),
            _ => None,
        }
    }
}

/// The same shape of body as a guard's refusal.
impl ResponseError for AppError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Unusable(_) | Self::WrongLogin => StatusCode::BAD_REQUEST,
            Self::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    #[expect(clippy::print_stderr, reason = "the demo has no log to write to")]
    fn error_response(&self) -> HttpResponse {
        let error = match self {
            Self::NotFound(_) => "not_found",
            Self::Unusable(_) => "bad_request",
            Self::WrongLogin => "invalid_grant",
            Self::Broken(cause) => {
                eprintln!("error: {cause}");
                "internal_error"
            }
        };
        HttpResponse::build(self.status_code())
            .json(json!({ "error": error, "message": self.to_string() }))
    }
}

impl From<rusqlite::Error> for AppError {
    fn from(error: rusqlite::Error) -> Self {
        Self::broken(error)
    }
}

/// Extractors that fail end with an [`AppError`] too.
pub(crate) fn extractors(app: &mut ServiceConfig) {
    app.app_data(JsonConfig::default().error_handler(|error, _| unusable(error)))
        .app_data(FormConfig::default().error_handler(|error, _| unusable(error)))
        .app_data(PathConfig::default().error_handler(|_, _| {
            AppError::NotFound("The number in the path belongs to nothing.").into()
        }));
}

fn unusable(error: impl fmt::Display) -> actix_web::Error {
    AppError::Unusable(error.to_string()).into()
}
