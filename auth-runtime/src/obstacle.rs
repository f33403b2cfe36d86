//! Why there is no verdict, and no record.

use std::fmt;

use actix_web::Error;

use crate::identity::BoxError;

/// What a condition or a record answers instead.
///
/// `?` makes one of every [`std::error::Error`] that is `Send` and `Sync`: something is broken on our side, and
/// the caller gets 500. Of what is none (`String`, `Box<dyn Error + Send + Sync>`, `anyhow::Error`) it is made by
/// `.map_err(AuthorizationError::broken)?`.
///
/// It is no [`std::error::Error`] itself, because it could not come from every error then.
pub struct AuthorizationError(pub(crate) Obstacle);

pub(crate) enum Obstacle {
    /// What the request names is not there.
    Absent,
    /// The request cannot be understood, and this is the answer.
    Refused(Error),
    /// Nobody knows from where the request comes: 403.
    #[cfg(feature = "networks")]
    Unplaced,
    /// Whoever could tell does not answer: 503.
    Unavailable(BoxError),
    /// We are to blame: 500.
    Broken(BoxError),
}

impl AuthorizationError {
    /// What the request names does not exist: the answer of a path that does not exist.
    pub fn absent() -> Self {
        Self(Obstacle::Absent)
    }

    /// The request cannot be understood: the answer that this error makes, if its status is a 4xx or 5xx.
    pub fn refused(error: impl Into<Error>) -> Self {
        Self(Obstacle::Refused(error.into()))
    }

    /// The store or service that knows is out of reach: 503.
    pub fn unavailable(cause: impl Into<BoxError>) -> Self {
        Self(Obstacle::Unavailable(cause.into()))
    }

    /// Something is broken on our side: 500. The cause goes to the log.
    pub fn broken(cause: impl Into<BoxError>) -> Self {
        Self(Obstacle::Broken(cause.into()))
    }

    /// The client's address is not known.
    #[cfg(feature = "networks")]
    pub(crate) fn unplaced() -> Self {
        Self(Obstacle::Unplaced)
    }

    /// Whether the request is to blame.
    pub(crate) fn is_of_the_caller(&self) -> bool {
        !matches!(self.0, Obstacle::Unavailable(_) | Obstacle::Broken(_))
    }
}

impl<E: std::error::Error + Send + Sync + 'static> From<E> for AuthorizationError {
    fn from(error: E) -> Self {
        Self::broken(error)
    }
}

impl fmt::Debug for AuthorizationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Obstacle::Absent => f.write_str("Absent"),
            #[cfg(feature = "networks")]
            Obstacle::Unplaced => f.write_str("Unplaced"),
            Obstacle::Refused(error) => f.debug_tuple("Refused").field(error).finish(),
            Obstacle::Unavailable(cause) => f.debug_tuple("Unavailable").field(cause).finish(),
            Obstacle::Broken(cause) => f.debug_tuple("Broken").field(cause).finish(),
        }
    }
}

impl fmt::Display for AuthorizationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Obstacle::Absent => f.write_str("there is no such thing"),
            #[cfg(feature = "networks")]
            Obstacle::Unplaced => f.write_str("the client's address is not known"),
            Obstacle::Refused(error) => write!(f, "the request cannot be understood: {error}"),
            Obstacle::Unavailable(cause) => write!(f, "out of reach: {cause}"),
            Obstacle::Broken(cause) => write!(f, "broken: {cause}"),
        }
    }
}
