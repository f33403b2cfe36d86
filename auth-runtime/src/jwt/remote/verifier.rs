//! Token → identity, by keys that change.

use std::sync::Arc;

use super::source::{KeySet, Source};
use crate::identity::{AuthenticationError, Authenticator, Failure, Identity, Verification};
use crate::jwt::verifier::{Judge, UNKNOWN_KEY, WRONG_SIGNATURE};
use crate::scheme::BearerToken;

/// Verifies JWTs against the latest set of their issuer.
pub(super) struct RemoteVerifier(Arc<Inner>);

struct Inner {
    judge: Judge,
    source: Arc<Source>,
}

type Judged = Result<Identity, AuthenticationError>;

impl RemoteVerifier {
    pub(super) fn new(judge: Judge, source: Arc<Source>) -> Self {
        Self(Arc::new(Inner { judge, source }))
    }
}

impl Authenticator for RemoteVerifier {
    fn authenticate(&self, token: BearerToken<'_>) -> Verification {
        let seen = self.0.source.usable();
        if let Some(set) = &seen {
            let judged = self.0.judge.identify(&set.keys, token.as_str());
            if !wants_newer(&judged, set) {
                return Verification::now(judged);
            }
        }
        let (inner, token) = (self.0.clone(), token.as_str().to_owned());
        Verification::later(async move { inner.identify(&token, seen).await })
    }
}

impl Inner {
    /// By a set that is newer than the one that was of no use. A fetch that was under way may have
    /// left before the key was added; then there is one more.
    async fn identify(&self, token: &str, mut seen: Option<Arc<KeySet>>) -> Judged {
        for _ in 0..2 {
            let Some(fetch) = self.source.newer_than(seen.as_deref()) else {
                break;
            };
            let is_recent = fetch.is_recent;
            fetch.landed().await;
            if let Some(set) = self.source.usable() {
                let judged = self.judge.identify(&set.keys, token);
                if !wants_newer(&judged, &set) {
                    return judged;
                }
                seen = Some(set);
            }
            if is_recent {
                break;
            }
        }
        self.identify_without_newer(token, seen.as_deref())
    }

    /// Whether the token is good cannot be told while the issuer does not answer.
    fn identify_without_newer(&self, token: &str, seen: Option<&KeySet>) -> Judged {
        match (seen, self.source.failure()) {
            (_, Some(error)) => Err(AuthenticationError::unavailable(error)),
            (None, None) => Err(AuthenticationError::unavailable("no keys were fetched")),
            (Some(set), None) => self.judge.identify(&set.keys, token),
        }
    }
}

/// Whether a key that was added or replaced since could change the verdict. A key without a name is
/// replaced unnoticed.
fn wants_newer(judged: &Judged, set: &KeySet) -> bool {
    match judged {
        Err(AuthenticationError(Failure::Rejected { code: UNKNOWN_KEY })) => true,
        Err(AuthenticationError(Failure::Rejected {
            code: WRONG_SIGNATURE,
        })) => set.keys.iter().any(|key| key.kid.is_none()),
        _ => false,
    }
}
