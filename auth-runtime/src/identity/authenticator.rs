//! The application's own check of a credential.

use std::fmt;

use actix_web::http::header::HeaderValue;
use futures_util::future::LocalBoxFuture;

use super::Identity;
use crate::credential::Malformed;
use crate::scheme::BearerToken;

/// Says who a token belongs to.
///
/// For JWTs there is [`Jwt`](crate::jwt::Jwt); implement this for tokens that you look up yourself.
/// A panic in here answers 500, never 401 and never the handler.
///
/// ```
/// use auth_runtime::{AuthenticationError, Authenticator, BearerToken, Identity, Verification};
/// # struct Sessions;
/// # impl Sessions {
/// #     async fn find(&self, _: &str) -> Result<Option<String>, std::io::Error> { Ok(None) }
/// # }
///
/// struct Opaque(std::sync::Arc<Sessions>);
///
/// impl Authenticator for Opaque {
///     fn authenticate(&self, token: BearerToken<'_>) -> Verification {
///         let (sessions, token) = (self.0.clone(), token.as_str().to_owned());
///         Verification::later(async move {
///             match sessions.find(&token).await {
///                 Ok(Some(user)) => Ok(Identity::new(user)),
///                 Ok(None) => Err(AuthenticationError::rejected("unknown_session")),
///                 Err(down) => Err(AuthenticationError::unavailable(down)),
///             }
///         })
///     }
/// }
/// ```
pub trait Authenticator: Send + Sync + 'static {
    /// Verifies the token.
    fn authenticate(&self, token: BearerToken<'_>) -> Verification;

    /// The same for a token that it has found good before, if it remembers: asked first, with whatever
    /// stands in the place of the token, so that a token is read only where it is not remembered.
    #[doc(hidden)]
    fn recall(&self, token: &[u8]) -> Option<Verification> {
        let _ = token;
        None
    }
}

/// The answer of an [`Authenticator`], now or later.
pub struct Verification(pub(crate) Answer);

pub(crate) enum Answer {
    Now(Result<Identity, AuthenticationError>),
    Later(LocalBoxFuture<'static, Result<Identity, AuthenticationError>>),
}

impl Verification {
    /// An answer without waiting.
    pub fn now(answer: Result<Identity, AuthenticationError>) -> Self {
        Self(Answer::Now(answer))
    }

    /// An answer that has to be waited for. No part of the request is read meanwhile.
    pub fn later(
        answer: impl Future<Output = Result<Identity, AuthenticationError>> + 'static,
    ) -> Self {
        Self(Answer::Later(Box::pin(answer)))
    }
}

impl fmt::Debug for Verification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Answer::Now(answer) => f.debug_tuple("Now").field(answer).finish(),
            Answer::Later(_) => f.debug_tuple("Later").finish_non_exhaustive(),
        }
    }
}

/// Why there is no identity.
#[derive(Debug)]
pub struct AuthenticationError(pub(crate) Failure);

#[derive(Debug)]
pub(crate) enum Failure {
    /// The credential is to blame: 401 `invalid_token`. The code is for logs.
    Rejected { code: &'static str },
    /// The credential cannot be read: 400.
    Malformed(Malformed),
    /// The credential was good until it expired: 401 `invalid_token`, and the client may refresh.
    Expired,
    /// The proof is right and the nonce in it is spent: 401, and the client tries anew by itself.
    /// The word is for logs.
    #[cfg_attr(
        not(feature = "digest"),
        expect(dead_code, reason = "only Digest has such nonces")
    )]
    Stale(&'static str),
    /// More wait for their turn than may: 503, and the client may come back.
    #[cfg_attr(
        not(any(
            feature = "basic",
            all(
                any(feature = "introspection", feature = "jwks"),
                any(feature = "aws_lc_rs", feature = "rust_crypto")
            )
        )),
        expect(dead_code, reason = "only passwords and tokens of others have to wait")
    )]
    Busy,
    /// The proof of the caller's key is to blame: 401 `invalid_dpop_proof`. The code is for logs.
    #[cfg_attr(
        not(any(
            test,
            all(feature = "dpop", any(feature = "aws_lc_rs", feature = "rust_crypto"))
        )),
        expect(dead_code, reason = "only DPoP has proofs")
    )]
    Proof { code: &'static str },
    /// The proof is to hold this nonce: 401 `use_dpop_nonce`.
    #[cfg_attr(
        not(any(
            test,
            all(feature = "dpop", any(feature = "aws_lc_rs", feature = "rust_crypto"))
        )),
        expect(dead_code, reason = "only DPoP has proofs")
    )]
    Nonce(HeaderValue),
    /// Somebody else's page makes use of a credential that a browser sends by itself: 403.
    #[cfg_attr(
        not(any(feature = "basic", feature = "digest", feature = "session")),
        expect(dead_code, reason = "the others do not come along by themselves")
    )]
    CrossSite,
    /// What was presented is over, by the caller's own wish: as if it had presented nothing.
    #[cfg_attr(
        not(feature = "session"),
        expect(dead_code, reason = "only sessions come along by themselves")
    )]
    Gone,
    /// Whoever could tell does not answer: 503.
    Unavailable(BoxError),
    /// We are to blame: 500.
    Broken(BoxError),
}

pub(crate) type BoxError = Box<dyn std::error::Error + Send + Sync>;

impl AuthenticationError {
    /// The token is not good: 401 with `error="invalid_token"`. `code` goes to the log, never to
    /// the client.
    pub fn rejected(code: &'static str) -> Self {
        Self(Failure::Rejected { code })
    }

    pub(crate) fn malformed(why: Malformed) -> Self {
        Self(Failure::Malformed(why))
    }

    /// The token was good and is no more: 401 with `error="invalid_token"`, saying so.
    pub fn expired() -> Self {
        Self(Failure::Expired)
    }

    /// The store or service that knows is out of reach: 503. Never a 401, which would log every
    /// user out.
    pub fn unavailable(cause: impl Into<BoxError>) -> Self {
        Self(Failure::Unavailable(cause.into()))
    }

    /// Something is broken on our side: 500.
    pub fn broken(cause: impl Into<BoxError>) -> Self {
        Self(Failure::Broken(cause.into()))
    }
}

impl fmt::Display for AuthenticationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Failure::Rejected { code } => write!(f, "the token is not good: {code}"),
            Failure::Malformed(why) => write!(f, "the token cannot be read: {}", why.code()),
            Failure::Expired => f.write_str("the token expired"),
            Failure::Proof { code } => write!(f, "the proof is not good: {code}"),
            Failure::Nonce(_) => f.write_str("the proof holds no fresh nonce"),
            Failure::Stale(code) => write!(f, "the nonce is spent: {code}"),
            Failure::CrossSite => f.write_str("another site sent the request"),
            Failure::Gone => f.write_str("the caller ended it"),
            Failure::Busy => f.write_str("too many wait to be authenticated"),
            Failure::Unavailable(cause) => write!(f, "authentication is unavailable: {cause}"),
            Failure::Broken(cause) => write!(f, "authentication is broken: {cause}"),
        }
    }
}

impl std::error::Error for AuthenticationError {}
