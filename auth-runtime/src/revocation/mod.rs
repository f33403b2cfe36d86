//! Tokens that are good no more before their time: by their name, or all of a subject's that were
//! issued before a moment.
//!
//! ```text
//! Authenticator → Identity → jti, iss, sub, iat → RevocationList → the same Identity, or 401
//! ```

mod config;
mod stored;
mod verifier;

use std::borrow::Cow;
use std::fmt;
use std::time::{Duration, SystemTime};

use crate::identity::Identity;
use crate::store::StoreAnswer;

pub(crate) use config::Revocation;
pub use stored::Revocations;
pub(crate) use verifier::Revoking;

/// By so much an issuer's clock may run ahead of ours. A token that claims to be issued later than
/// that is refused: no revocation of its subject would reach it.
const LEEWAY: Duration = Duration::from_secs(60);

/// Says which tokens are revoked, for
/// [`AuthBuilder::revocation_list`](crate::AuthBuilder::revocation_list).
///
/// [`AuthBuilder::revocable`](crate::AuthBuilder::revocable) has one that keeps them in the
/// [`Store`](crate::Store); implement this for a list that you have elsewhere. It is asked for every
/// token that is good otherwise. A list that cannot answer is a [`StoreError`](crate::StoreError),
/// and the request gets 503.
///
/// ```
/// use std::collections::HashSet;
/// use std::sync::{Arc, RwLock};
///
/// use auth_runtime::{RevocableToken, RevocationList, StoreAnswer, StoreError};
///
/// struct Departed(Arc<RwLock<HashSet<String>>>);
///
/// impl RevocationList for Departed {
///     fn is_revoked(&self, token: &RevocableToken<'_>) -> StoreAnswer<bool> {
///         StoreAnswer::now(match self.0.read() {
///             Ok(departed) => Ok(departed.contains(token.subject())),
///             Err(_) => Err(StoreError::new("the list is poisoned")),
///         })
///     }
/// }
/// ```
pub trait RevocationList: Send + Sync + 'static {
    /// Whether this token is revoked.
    fn is_revoked(&self, token: &RevocableToken<'_>) -> StoreAnswer<bool>;
}

/// A token by what a [`RevocationList`] knows it by.
#[derive(Clone, Copy)]
pub struct RevocableToken<'a> {
    issuer: &'a str,
    id: &'a str,
    subject: &'a str,
    issued_at: SystemTime,
}

impl RevocableToken<'_> {
    /// Who issued it: `iss`, or nothing where tokens name no issuer.
    pub fn issuer(&self) -> &str {
        self.issuer
    }

    /// Its name, unique within the issuer: `jti`.
    pub fn id(&self) -> &str {
        self.id
    }

    /// Whose it is: `sub`.
    pub fn subject(&self) -> &str {
        self.subject
    }

    /// Since when it is: `iat`.
    pub fn issued_at(&self) -> SystemTime {
        self.issued_at
    }
}

/// The id of a token is nobody's business.
impl fmt::Debug for RevocableToken<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RevocableToken")
            .field("issuer", &self.issuer)
            .field("subject", &self.subject)
            .finish_non_exhaustive()
    }
}

/// The claims without which a token cannot be revoked.
struct Named<'a> {
    jti: Cow<'a, str>,
    iat: u64,
}

impl<'a> Named<'a> {
    /// Those of an identity that has both.
    fn of(identity: &'a Identity) -> Option<Self> {
        /// Of an authenticator of the application, which says what it says in JSON.
        #[derive(serde::Deserialize)]
        struct Said {
            jti: String,
            iat: u64,
        }
        let (jti, iat) = if let Some((jti, iat)) = identity.issue() {
            (Cow::Borrowed(jti), iat)
        } else {
            let Said { jti, iat } = identity.claims().ok()?;
            (Cow::Owned(jti), iat)
        };
        (!jti.is_empty()).then_some(Self { jti, iat })
    }

    fn token(&'a self, identity: &'a Identity) -> Option<RevocableToken<'a>> {
        let since = Duration::from_secs(self.iat);
        Some(RevocableToken {
            issuer: identity.issuer().unwrap_or_default(),
            id: &self.jti,
            subject: identity.subject(),
            issued_at: SystemTime::UNIX_EPOCH.checked_add(since)?,
        })
    }
}
