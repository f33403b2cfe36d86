//! Revocations in the store.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::future::{Either, join, ready};

use super::{LEEWAY, Named, RevocableToken, RevocationList};
use crate::clock::{Clock, unix_seconds};
use crate::identity::Identity;
use crate::sha256;
use crate::store::{Store, StoreAnswer, StoreError};

/// Revokes tokens: from then on they are refused with 401, wherever the same
/// [`Store`](crate::Store) is asked.
///
/// Only tokens: a session that was started from one lives on, and has to be ended by itself.
///
/// From [`Auth::revocations`](crate::Auth::revocations). Cheap to clone.
#[derive(Clone)]
pub struct Revocations {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
}

/// What was revoked for a subject is kept so long, and no token is accepted for longer.
const LONGEST_LIFE: Duration = Duration::from_secs(31 * 24 * 60 * 60);

/// By so much a token may outlive its `exp`: the most that a leeway may be.
const GRACE: Duration = Duration::from_secs(5 * 60);

/// The last second that RFC 3339 can write, in the year 9999.
const LAST_SECOND: u64 = 253_402_300_799;

impl Revocations {
    pub(super) fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }

    /// Revokes the token by which this caller came: what a logout does.
    ///
    /// # Errors
    ///
    /// When the store cannot keep it, or the identity has no `jti`: nothing is revoked then, and
    /// the caller must not be told otherwise.
    pub async fn revoke(&self, identity: &Identity) -> Result<(), StoreError> {
        let Some(named) = Named::of(identity) else {
            return Err(StoreError::new("the identity has no `jti` and `iat`"));
        };
        let until = identity.expires_at();
        let until = until.unwrap_or_else(|| self.clock.now() + LONGEST_LIFE);
        let issuer = identity.issuer().unwrap_or_default();
        self.revoke_token(issuer, &named.jti, until).await
    }

    /// Revokes the token with this `jti` of this issuer (`iss`, empty where tokens have none), which
    /// expires by itself then.
    ///
    /// # Errors
    ///
    /// When the store cannot keep it: nothing is revoked then.
    pub async fn revoke_token(
        &self,
        issuer: &str,
        jti: &str,
        until: SystemTime,
    ) -> Result<(), StoreError> {
        let left = until.duration_since(self.clock.now()).unwrap_or_default();
        let key = key("token", issuer, jti);
        self.store
            .put(&key, b"", left.saturating_add(GRACE))
            .wait()
            .await
    }

    /// Revokes all tokens of this subject that this issuer issued before that moment: what a changed
    /// password or a stolen device calls for.
    ///
    /// Tokens know the second of their issue (`iat`), by the issuer's clock, which may run ahead of
    /// ours by 60 seconds. So what it issues within the minute after the moment is revoked too: a
    /// subject that logs in anew at once has to come again after that minute. Where the clocks are
    /// one, name a moment that is a minute earlier.
    ///
    /// A moment in the future keeps the subject out until then.
    ///
    /// # Errors
    ///
    /// When the store cannot keep it: nothing is revoked then.
    pub async fn revoke_subject(
        &self,
        issuer: &str,
        subject: &str,
        issued_before: SystemTime,
    ) -> Result<(), StoreError> {
        let moment = first_good_second(issued_before)?;
        let ahead = issued_before.duration_since(self.clock.now());
        let keep = ahead.unwrap_or_default() + LONGEST_LIFE + GRACE;
        let key = key("subject", issuer, subject);
        self.store.raise(&key, moment, keep).wait().await.map(drop)
    }
}

impl RevocationList for Revocations {
    /// Two lookups, and no future where the store answers at once.
    fn is_revoked(&self, token: &RevocableToken<'_>) -> StoreAnswer<bool> {
        let since = token.issued_at();
        let age = self.clock.now().duration_since(since).unwrap_or_default();
        let Some(issued) = unix_seconds(since).filter(|_| age <= LONGEST_LIFE) else {
            // What was revoked for its subject may be forgotten by now.
            return StoreAnswer::now(Ok(true));
        };
        let judge = move |token: Option<Vec<u8>>, subject: Option<Vec<u8>>| {
            let before = subject.map_or(Ok(0), |known| moment(&known))?;
            Ok(token.is_some() || issued < before)
        };
        let by_token = self.store.get(&key("token", token.issuer(), token.id()));
        let by_subject = self
            .store
            .get(&key("subject", token.issuer(), token.subject()));
        match (by_token.split(), by_subject.split()) {
            (Ok(by_token), Ok(by_subject)) => StoreAnswer::now(
                by_token.and_then(|token| by_subject.and_then(|subject| judge(token, subject))),
            ),
            (by_token, by_subject) => StoreAnswer::later(async move {
                let settle = |answer| match answer {
                    Ok(answer) => Either::Left(ready(answer)),
                    Err(answer) => Either::Right(answer),
                };
                let (token, subject) = join(settle(by_token), settle(by_subject)).await;
                judge(token?, subject?)
            }),
        }
    }
}

/// A whole second such that whatever was issued before the moment has an earlier `iat`, also by a
/// clock that runs ahead.
fn first_good_second(moment: SystemTime) -> Result<u64, StoreError> {
    let since = moment
        .duration_since(SystemTime::UNIX_EPOCH)
        .map_err(|_| StoreError::new("the moment is before 1970"))?;
    let second = since.as_secs() + u64::from(since.subsec_nanos() != 0);
    if second > LAST_SECOND {
        return Err(StoreError::new("the moment is after the year 9999"));
    }
    Ok(second + LEEWAY.as_secs())
}

fn moment(stored: &[u8]) -> Result<u64, StoreError> {
    std::str::from_utf8(stored)
        .ok()
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| StoreError::new("a revocation in it cannot be read"))
}

/// Names come from tokens, so they are hashed.
fn key(kind: &str, issuer: &str, name: &str) -> String {
    let hash = sha256::of_parts(&[issuer.as_bytes(), name.as_bytes()]);
    format!("revoked:{kind}:{}", URL_SAFE_NO_PAD.encode(hash))
}

/// Without what is revoked.
impl fmt::Debug for Revocations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Revocations").finish_non_exhaustive()
    }
}
