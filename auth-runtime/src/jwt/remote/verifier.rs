//! Token → identity, by keys that change.

use std::sync::Arc;

use super::fetches::{End, Sought};
use super::source::{Newer, Source};
use crate::identity::{AuthenticationError, Authenticator, Failure, Identity, Verification};
use crate::jwt::verifier::{Judge, KeySet, UNKNOWN_KEY, WRONG_ALGORITHM, WRONG_SIGNATURE, kid};
use crate::scheme::BearerToken;
use crate::sha256;

/// Verifies JWTs against the latest set of their issuer.
pub(super) struct RemoteVerifier(Arc<Inner>);

struct Inner {
    judge: Judge,
    source: Arc<Source>,
}

type Judged = Result<Identity, AuthenticationError>;

/// A refusal by a set that may be too old, and what a newer one would have to hold.
struct Doubt {
    judged: Judged,
    sought: Sought,
}

impl RemoteVerifier {
    pub(super) fn new(judge: Judge, source: Arc<Source>) -> Self {
        Self(Arc::new(Inner { judge, source }))
    }
}

impl Authenticator for RemoteVerifier {
    fn authenticate(&self, token: BearerToken<'_>) -> Verification {
        let token = token.as_str();
        let doubt = match self.0.source.usable() {
            None => None,
            Some(fetched) => match self.0.identify_by(&fetched.set, token) {
                Ok(judged) => return Verification::now(judged),
                Err(doubt) => Some(doubt),
            },
        };
        let (inner, token) = (self.0.clone(), token.to_owned());
        Verification::later(async move { inner.identify(&token, doubt).await })
    }

    /// Only with keys that are trusted at this moment.
    fn recall(&self, token: &[u8]) -> Option<Verification> {
        let fetched = self.0.source.usable()?;
        let judged = self.0.judge.recall(&fetched.set, token)?;
        Some(Verification::now(judged))
    }
}

impl Inner {
    /// By a set that is newer than the one that was of no use. A fetch that was under way may have
    /// left before the key was added, and one may end with its worker; then there is one more.
    async fn identify(&self, token: &str, mut doubt: Option<Doubt>) -> Judged {
        for round in 0..2 {
            let fetch = match self.source.newer_than(doubt.as_ref().map(|it| &it.sought)) {
                Newer::Fetch(fetch) => fetch,
                Newer::Missing => return doubt.map_or_else(|| self.cannot_tell(false), judged),
                Newer::HeldBack => break,
            };
            // What is under way in the second round began when the fetch of the first was over.
            let is_recent = fetch.is_recent || round > 0;
            let end = fetch.landed().await;
            let Some(fetched) = self.source.usable() else {
                continue;
            };
            let found = match self.identify_by(&fetched.set, token) {
                Ok(judged) => return judged,
                Err(found) => found,
            };
            if is_recent && end == End::Brought {
                self.source.remember_missing(found.sought);
                return found.judged;
            }
            doubt = Some(found);
            if is_recent && end == End::Failed {
                break;
            }
        }
        self.cannot_tell(doubt.is_some())
    }

    /// The verdict by this set, unless a newer one could change it.
    fn identify_by(&self, set: &KeySet, token: &str) -> Result<Judged, Doubt> {
        let judged = self.judge.identify(set, token);
        match sought(&judged, set, token) {
            None => Ok(judged),
            Some(sought) => Err(Doubt { judged, sought }),
        }
    }

    /// Whether the token is good, only the issuer could tell, who is not asked at this moment or does
    /// not answer. Never 401: whoever has a token by a new key would be logged out.
    fn cannot_tell(&self, is_held_back: bool) -> Judged {
        Err(match self.source.failure() {
            Some(error) => AuthenticationError::unavailable(error),
            None if is_held_back => AuthenticationError(Failure::Busy),
            None => AuthenticationError::unavailable("no keys were fetched"),
        })
    }
}

fn judged(doubt: Doubt) -> Judged {
    doubt.judged
}

/// What a newer set would have to hold for another verdict: a key by the name that the token gives, or
/// any key for a token that chose none by name, because such a key is replaced unnoticed.
fn sought(judged: &Judged, set: &KeySet, token: &str) -> Option<Sought> {
    let Err(AuthenticationError(Failure::Rejected { code })) = judged else {
        return None;
    };
    let kid = || kid(token).filter(|_| set.keys.iter().all(|key| key.kid.is_some()));
    match *code {
        UNKNOWN_KEY => Some(kid().map_or_else(|| hash(b"token", token), |kid| hash(b"kid", &kid))),
        WRONG_SIGNATURE | WRONG_ALGORITHM if kid().is_none() => Some(hash(b"token", token)),
        _ => None,
    }
}

fn hash(kind: &[u8], text: &str) -> Sought {
    sha256::of_parts(&[kind, text.as_bytes()])
}
