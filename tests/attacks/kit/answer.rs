//! Answers, and what they have to be to the byte.

use tests::events::Event;

/// What came of a request.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) challenges: Vec<String>,
    pub(crate) cache_control: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) body: String,
    pub(crate) handler_runs: usize,
    pub(crate) events: Vec<Event>,
}

/// How a request is refused; the word is the log's reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// No credential was presented: no `error` (RFC 6750 §3.1).
    Missing,
    /// 400 `invalid_request`.
    Unreadable(&'static str),
    /// 401 `invalid_token`.
    Invalid(&'static str),
    /// 401 `invalid_token`, and the client may refresh.
    Expired,
}

impl Refused {
    pub(crate) fn status(self) -> u16 {
        match self {
            Self::Unreadable(_) => 400,
            _ => 401,
        }
    }

    pub(crate) fn reason(self) -> &'static str {
        match self {
            Self::Missing => "no_credential",
            Self::Unreadable(reason) | Self::Invalid(reason) => reason,
            Self::Expired => "expired",
        }
    }

    /// The whole `WWW-Authenticate` field.
    pub(crate) fn challenge(self) -> &'static str {
        match self {
            Self::Missing => r#"Bearer realm="api""#,
            Self::Unreadable(_) => concat!(
                r#"Bearer realm="api", error="invalid_request", "#,
                r#"error_description="The credentials cannot be read""#
            ),
            Self::Invalid(_) => concat!(
                r#"Bearer realm="api", error="invalid_token", "#,
                r#"error_description="The access token is not valid""#
            ),
            Self::Expired => concat!(
                r#"Bearer realm="api", error="invalid_token", "#,
                r#"error_description="The access token expired""#
            ),
        }
    }

    /// The whole body, at the time at which the clock stands.
    pub(crate) fn body(self) -> String {
        let (error, message) = match self {
            Self::Missing => ("unauthorized", "Authentication is required."),
            Self::Unreadable(_) => ("invalid_request", "The credentials cannot be read."),
            Self::Invalid(_) => ("invalid_token", "The access token is not valid."),
            Self::Expired => ("invalid_token", "The access token expired."),
        };
        format!(r#"{{"error":"{error}","message":"{message}","timestamp":"2027-01-15T08:00:00Z"}}"#)
    }
}

impl Answer {
    /// Nothing, when the request was refused in exactly this way; otherwise what differs.
    pub(crate) fn differs_from(&self, refused: Refused) -> Option<String> {
        let found = (
            (self.status, self.handler_runs),
            &self.challenges[..],
            self.cache_control.as_deref(),
            self.content_type.as_deref(),
            &self.body,
            self.reasons(),
        );
        let expected = (
            (refused.status(), 0),
            &[refused.challenge().to_owned()][..],
            Some("no-store"),
            Some("application/json"),
            &refused.body(),
            vec![refused.reason()],
        );
        (found != expected).then(|| format!("found {found:?}\n    expected {expected:?}"))
    }

    /// Nothing, when the handler ran once and said who called; otherwise what was answered.
    pub(crate) fn differs_from_welcome(&self) -> Option<String> {
        let is_welcome = self.status == 200
            && self.handler_runs == 1
            && self.body == "alice"
            && self.challenges.is_empty();
        (!is_welcome).then(|| format!("found {self:?}"))
    }

    /// The reason of each event that tells of a refusal.
    fn reasons(&self) -> Vec<&str> {
        self.denials()
            .map(|event| event.field("reason").unwrap_or("(none)"))
            .collect()
    }

    pub(crate) fn denials(&self) -> impl Iterator<Item = &Event> {
        self.events
            .iter()
            .filter(|event| event.target == "auth_runtime::denial")
    }
}
