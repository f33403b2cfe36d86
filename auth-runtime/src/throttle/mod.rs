//! Too many failures: 429 (RFC 6585 §4).

mod client;
mod login;
mod trial;
#[cfg(all(test, feature = "digest"))]
mod untold;

use std::sync::Arc;
use std::time::Duration;

pub use login::LoginAttempt;

pub(crate) use trial::{Stopped, Trial};

use crate::network::Proxies;
use crate::store::Store;

/// How many failures are too many, for [`AuthBuilder::throttle`](crate::AuthBuilder::throttle).
///
/// A credential that cannot be read or is not good is a failure: of the client that sent it, and
/// against the account that it names, whether there is such an account or not. A missing credential,
/// an expired token, a nonce that is to be renewed, and failures of ours are none.
///
/// - A client with too many failures gets 429 with `Retry-After` for every credential, right or wrong,
///   until its time is over. No credential is verified meanwhile. Other clients do not notice.
/// - While an account has too many failures, from wherever, each client has three tries at it. So
///   whoever knows the password gets in at once, from an address that has not itself guessed, and a
///   guesser needs a new address after every third guess.
///
/// A client is an IPv4 address, or a /56 network of IPv6 (RFC 6177 §1), so those behind one address
/// share their failures. Which address that is, the connection says. Behind a reverse proxy that would
/// be the proxy's, for all clients: name your proxies in
/// [`AuthBuilder::trusted_proxies`](crate::AuthBuilder::trusted_proxies).
///
/// A form with a password is the application's own, and no guard sees it: its handler counts with
/// [`Auth::login_attempt`](crate::Auth::login_attempt).
///
/// Failures are counted in the [`Store`]: across machines if these share one. While it is out of reach,
/// a credential is answered with 503.
///
/// ```
/// use std::time::Duration;
/// use auth_runtime::{Auth, Throttle};
///
/// let throttle = Throttle::new().per_client(20, Duration::from_secs(60));
/// let builder = Auth::builder()
///     .trusted_proxies(["10.0.7.0/24"])
///     .throttle(throttle);
/// ```
#[derive(Debug, Clone)]
pub struct Throttle {
    client: Limit,
    account: Limit,
}

/// So many failures in so much time.
#[derive(Debug, Clone, Copy)]
struct Limit {
    failures: u32,
    time: Duration,
}

/// For how long a limit may make anybody wait.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

impl Throttle {
    /// 20 failures in a minute of one client, 20 in a quarter of an hour against one account.
    pub fn new() -> Self {
        Self {
            client: Limit {
                failures: 20,
                time: Duration::from_secs(60),
            },
            account: Limit {
                failures: 20,
                time: Duration::from_secs(15 * 60),
            },
        }
    }

    /// After so many failures of one client, counted for so long from the first, it has to wait until
    /// the count ends.
    #[must_use]
    pub fn per_client(mut self, failures: u32, time: Duration) -> Self {
        self.client = Limit { failures, time };
        self
    }

    /// After so many failures against one account, counted for so long from the first, each client has
    /// three tries at it until the count ends.
    #[must_use]
    pub fn per_account(mut self, failures: u32, time: Duration) -> Self {
        self.account = Limit { failures, time };
        self
    }

    /// The limits in working order, or everything that is wrong.
    pub(crate) fn build(
        self,
        realm: &str,
        store: Arc<dyn Store>,
        proxies: Proxies,
    ) -> Result<Limits, Vec<String>> {
        let limits = [("client", self.client), ("account", self.account)];
        let problems: Vec<_> = limits.into_iter().filter_map(problem).collect();
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Limits {
            client: self.client,
            account: self.account,
            proxies,
            realm: realm.into(),
            store,
        })
    }
}

fn problem((whose, limit): (&str, Limit)) -> Option<String> {
    if limit.failures == 0 {
        return Some(format!(
            "`Throttle::per_{whose}(0, …)` would refuse everybody: allow at least one failure"
        ));
    }
    (limit.time < Duration::from_secs(1) || limit.time > LONGEST).then(|| {
        format!(
            "`Throttle::per_{whose}(…)` counts for {:?}: choose something between a second and a day",
            limit.time
        )
    })
}

impl Default for Throttle {
    fn default() -> Self {
        Self::new()
    }
}

/// The limits of an `Auth`, and where failures are counted.
pub(crate) struct Limits {
    client: Limit,
    account: Limit,
    proxies: Proxies,
    realm: String,
    store: Arc<dyn Store>,
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use super::Throttle;
    use crate::network::Proxies;
    use crate::store::MemoryStore;

    fn problems(throttle: Throttle) -> Vec<String> {
        let store = Arc::new(MemoryStore::new());
        let built = throttle.build("api", store, Proxies::default());
        built.err().unwrap_or_default()
    }

    #[test]
    fn limits_that_cannot_be_meant_are_reported_all_at_once() {
        let throttle = Throttle::new()
            .per_client(0, Duration::from_secs(60))
            .per_account(5, Duration::ZERO);
        assert_eq!(problems(throttle).len(), 2);
    }

    #[test]
    fn sensible_limits_are_accepted() {
        assert_eq!(problems(Throttle::new()), [""; 0]);
    }
}
