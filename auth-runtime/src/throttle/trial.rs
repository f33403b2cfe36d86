//! One attempt with a credential, between the count before it and the count after.

use std::sync::Arc;
use std::time::Duration;

use actix_web::HttpRequest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::future::try_join3;
use sha2::{Digest, Sha256};

use super::client::client;
use super::{Limit, Limits};
use crate::identity::{Attempt, AuthenticationError, Failure, Outcome};
use crate::store::{
    ACCOUNT_FAILURES, CLIENT_FAILURES, Count, PAIR_FAILURES, StoreAnswer, StoreError,
};

/// How often a client may fail against an account that has too many failures: the owner mistypes too.
const OWN_FAILURES: u32 = 3;

/// An attempt, and the keys under which it is counted.
pub(crate) struct Trial {
    limits: Arc<Limits>,
    client: String,
    /// The account, and this client at it.
    account: Option<(String, String)>,
}

/// Why an attempt is not answered.
pub(crate) enum Stopped {
    /// Too many failures. Worth another try after this time.
    TooMany(Duration),
    /// Nobody knows how many.
    Uncounted(StoreError),
}

/// Where the counters of an attempt stand.
#[derive(Debug, Clone, Copy)]
struct Counts {
    client: Count,
    account: Count,
    pair: Count,
}

impl Trial {
    /// Of whoever sent this request, at this account, by whichever scheme: a guesser who changes it
    /// gains no guesses, but for the hashed names of Digest, which nobody can tell from others.
    pub(crate) fn new(limits: &Arc<Limits>, request: &HttpRequest, account: Option<&str>) -> Self {
        let client = client(&limits.proxies, request);
        let client = client.map_or_else(|| "unix".into(), |client| client.to_string());
        let realm = limits.realm.as_str();
        let account = account.map(|account| {
            (
                key(ACCOUNT_FAILURES, &[realm, account]),
                key(PAIR_FAILURES, &[realm, account, &client]),
            )
        });
        Self {
            limits: limits.clone(),
            client: key(CLIENT_FAILURES, &[realm, &client]),
            account,
        }
    }

    /// The attempt, unless there were too many failures before it.
    ///
    /// They are counted before the credential is looked at, which saves the work, and again before
    /// anybody is told what came of it. So of many guesses at the same time no more are answered than
    /// of as many one after the other: whether one of those beyond the limit was right, nobody learns.
    /// And nothing has to be taken back from a caller whose credential is good, however many requests
    /// it sends at once.
    pub(crate) async fn run(
        &self,
        verify: impl Future<Output = Attempt>,
    ) -> Result<Attempt, Stopped> {
        self.begin().await?;
        let attempt = verify.await;
        if is_failure(&attempt.outcome) {
            self.fail().await?;
        } else {
            // Others may have failed meanwhile.
            self.begin().await?;
        }
        Ok(attempt)
    }

    /// Unless there were too many failures before.
    pub(super) async fn begin(&self) -> Result<(), Stopped> {
        self.judge(self.counts(0).await?)
    }

    /// Counts a failure, of which the client may be told unless there were too many before.
    pub(super) async fn fail(&self) -> Result<(), Stopped> {
        self.judge(self.counts(1).await?.before_the_last())
    }

    async fn counts(&self, add: u32) -> Result<Counts, Stopped> {
        let Limits {
            client,
            account,
            store,
            ..
        } = &*self.limits;
        let count = |key: &str, limit: &Limit| store.count(key, add, limit.time);
        let nothing = || StoreAnswer::now(Ok(Count::default()));
        let (at_account, pair) = match &self.account {
            Some((at_account, pair)) => (count(at_account, account), count(pair, account)),
            None => (nothing(), nothing()),
        };
        let client = count(&self.client, client);
        let counts = try_join3(client.wait(), at_account.wait(), pair.wait()).await;
        let (client, account, pair) = counts.map_err(Stopped::Uncounted)?;
        Ok(Counts {
            client,
            account,
            pair,
        })
    }

    fn judge(&self, counts: Counts) -> Result<(), Stopped> {
        let Counts {
            client,
            account,
            pair,
        } = counts;
        let mut wait = None;
        if client.total >= self.limits.client.failures {
            wait = Some(client.remaining);
        }
        if account.total >= self.limits.account.failures && pair.total >= OWN_FAILURES {
            wait = wait.max(Some(account.remaining.min(pair.remaining)));
        }
        wait.map_or(Ok(()), |wait| Err(Stopped::TooMany(wait)))
    }
}

impl Counts {
    fn before_the_last(self) -> Self {
        let before = |count: Count| Count {
            total: count.total.saturating_sub(1),
            ..count
        };
        Self {
            client: before(self.client),
            account: before(self.account),
            pair: before(self.pair),
        }
    }
}

/// Whether somebody may be guessing. Not so with a credential that was good once, a nonce that the
/// client is to renew, and failures of ours.
fn is_failure(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Malformed(_) => true,
        Outcome::Refused(AuthenticationError(failure)) => match failure {
            Failure::Rejected { .. } | Failure::Malformed(_) | Failure::Proof { .. } => true,
            Failure::Expired
            | Failure::CrossSite
            | Failure::Gone
            | Failure::Stale(_)
            | Failure::Nonce(_)
            | Failure::Busy
            | Failure::Unavailable(_)
            | Failure::Broken(_) => false,
        },
        Outcome::Nothing | Outcome::Known(_) => false,
    }
}

/// A key of the store: short, whatever a client calls itself, and the same for unknown accounts.
fn key(kind: &str, parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    format!("{kind}{}", URL_SAFE_NO_PAD.encode(hash.finalize()))
}

#[cfg(test)]
mod tests {
    use super::key;
    use crate::store::{ACCOUNT_FAILURES, CLIENT_FAILURES, PAIR_FAILURES};

    #[test]
    fn keys_tell_parts_apart_and_are_short() {
        assert_ne!(key("pair:", &["a", "bc"]), key("pair:", &["ab", "c"]));
        for kind in [CLIENT_FAILURES, ACCOUNT_FAILURES, PAIR_FAILURES] {
            let long = key(kind, &["api", &"\u{e4}\r\n".repeat(9999)]);
            assert!(long.len() <= 128 && long.bytes().all(|byte| byte.is_ascii_graphic()));
        }
    }
}
