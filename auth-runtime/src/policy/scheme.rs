//! The ways in which a caller can make itself known.

use std::fmt;

/// An authentication scheme (RFC 9110 §11.1).
///
/// Each but `Bearer` needs the feature of its name: `basic`, `digest`, `api_key`, `session`, `dpop`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scheme {
    /// `Bearer` (RFC 6750): a token in `Authorization`.
    Bearer,
    /// `Basic` (RFC 7617): a user name and a password in `Authorization`.
    Basic,
    /// `Digest` (RFC 7616): proof of a password that does not travel.
    Digest,
    /// A key in a header field of its own, `X-API-Key` unless configured otherwise. No registered
    /// scheme; challenges call it `ApiKey`.
    ApiKey,
    /// A session of actix-session, in a cookie. No registered scheme; challenges call it `Session`.
    Session,
    /// `DPoP` (RFC 9449): a token in `Authorization`, and proof that the client holds its key.
    DPoP,
}

impl Scheme {
    /// The order in which a challenge offers schemes where no handler declares one: strongest first,
    /// but Bearer before all, because some clients read no further than the first line.
    pub(crate) const ALL: [Self; 6] = [
        Self::Bearer,
        Self::DPoP,
        Self::Digest,
        Self::Basic,
        Self::ApiKey,
        Self::Session,
    ];

    /// The name in an attribute, a challenge and a log.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bearer => "Bearer",
            Self::Basic => "Basic",
            Self::Digest => "Digest",
            Self::ApiKey => "ApiKey",
            Self::Session => "Session",
            Self::DPoP => "DPoP",
        }
    }

    /// Whether its credentials are access tokens (RFC 6749 §1.4).
    pub(crate) const fn is_oauth(self) -> bool {
        matches!(self, Self::Bearer | Self::DPoP)
    }

    /// Whether its credentials stand in `Authorization`, under the scheme's name (RFC 9110 §11.6.2).
    pub(crate) const fn is_in_authorization(self) -> bool {
        matches!(self, Self::Bearer | Self::Basic | Self::Digest | Self::DPoP)
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
