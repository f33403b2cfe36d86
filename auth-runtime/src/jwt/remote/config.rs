//! Where the keys come from, and how long they are good for.

use std::sync::Arc;
use std::time::Duration;

use super::place::Place;
use super::source::{Ages, Source};
use super::verifier::RemoteVerifier;
use crate::fetch::{Bounds, PATIENCE};
use crate::identity::Authenticator;
use crate::jwt::Jwt;
use crate::jwt::algorithm::{Algorithm, Family};
use crate::jwt::verifier::Judge;

/// A set of keys by URL, as an application configured it.
#[derive(Debug, Clone)]
pub(in crate::jwt) struct Remote {
    place: Result<Place, String>,
    rsa: Option<Algorithm>,
    any_issuer: bool,
    refresh_after: Duration,
    usable_for: Duration,
    patience: Duration,
}

/// Issuers announce a new key longer than this before they use it.
const REFRESH_AFTER: Duration = Duration::from_secs(10 * 60);

/// An outage of the issuer over night does not lock out whoever has a token.
const USABLE_FOR: Duration = Duration::from_secs(24 * 60 * 60);

/// A set with hundreds of keys.
const LONGEST_SET: usize = 256 * 1024;

impl Jwt {
    /// Tokens signed by a key of the JWK set at this URL: `https`, or `http` on this machine.
    ///
    /// The set is fetched when the first token arrives, kept for all workers, and refreshed in the
    /// background. A key that it does not hold makes it be fetched anew, at most three times in 30
    /// seconds and once for each name, so that a key that is used as soon as it is published costs no
    /// request. Beyond that, and without a set that is good enough, the answer is 503, never 401.
    ///
    /// A key of the set that is weak or makes no sense is left out with a warning in the log, and so
    /// are keys that share a name. A set that publishes a secret is refused.
    ///
    /// The [`issuer`](Self::issuer) has to be named. Named twice, every key of the set signs for
    /// either.
    ///
    /// The set of the last fetch stays in use while the issuer is out of reach: see
    /// [`usable_for`](Self::usable_for).
    ///
    /// ```
    /// use auth_runtime::jwt::Jwt;
    ///
    /// let jwt = Jwt::jwks_url("https://id.example/jwks")
    ///     .issuer("https://id.example")
    ///     .audience("https://api.example");
    /// ```
    pub fn jwks_url(url: impl AsRef<str>) -> Self {
        Self::remote(Place::set(url.as_ref()))
    }

    /// Tokens of this issuer, signed by a key of the set that its metadata names (OIDC
    /// Discovery 1.0 §4, RFC 8414 §3). The rest as for [`jwks_url`](Self::jwks_url).
    ///
    /// The metadata is that of exactly this issuer, and of no other: `https://id.example` and
    /// `https://id.example/` are two. Tokens are those of this issuer too: another
    /// [`issuer`](Self::issuer) beside it does not start.
    ///
    /// ```
    /// use auth_runtime::jwt::Jwt;
    ///
    /// let jwt = Jwt::discover("https://id.example").audience("https://api.example");
    /// ```
    pub fn discover(issuer: impl Into<String>) -> Self {
        let issuer = issuer.into();
        Self::remote(Place::discovery(&issuer)).issuer(issuer)
    }

    fn remote(place: Result<Place, String>) -> Self {
        let remote = Remote {
            place,
            rsa: None,
            any_issuer: false,
            refresh_after: REFRESH_AFTER,
            usable_for: USABLE_FOR,
            patience: PATIENCE,
        };
        let mut jwt = Self::keys([]);
        jwt.remote = Some(remote);
        jwt
    }

    /// The algorithm of RSA keys that name none, in a set by URL.
    pub fn rsa(self, algorithm: Algorithm) -> Self {
        self.with_remote("rsa", |remote| remote.rsa = Some(algorithm))
    }

    /// Accepts tokens of any issuer, or of none, that a key of a set by URL signed. A set that serves
    /// several issuers, as those of some providers do, then opens this API to the users of each.
    pub fn dangerous_any_issuer(self) -> Self {
        self.with_remote("dangerous_any_issuer", |remote| remote.any_issuer = true)
    }

    /// Fetches a set by URL anew when it is older than this: ten minutes unless said otherwise.
    pub fn refresh_after(self, age: Duration) -> Self {
        self.with_remote("refresh_after", |remote| remote.refresh_after = age)
    }

    /// Trusts a set by URL for so long while it cannot be fetched anew, and answers 503 from then
    /// on: 24 hours unless said otherwise. So long a key that the issuer withdrew may stay good, if
    /// somebody keeps this machine from reaching the issuer; otherwise it is good no more after
    /// [`refresh_after`](Self::refresh_after).
    pub fn usable_for(self, age: Duration) -> Self {
        self.with_remote("usable_for", |remote| remote.usable_for = age)
    }

    /// Gives up on fetching a set by URL after this, with the metadata where it is discovered: five
    /// seconds unless said otherwise. Requests that need it wait so long.
    pub fn fetch_timeout(self, patience: Duration) -> Self {
        self.with_remote("fetch_timeout", |remote| remote.patience = patience)
    }

    fn with_remote(mut self, name: &str, change: impl FnOnce(&mut Remote)) -> Self {
        match &mut self.remote {
            Some(remote) => change(remote),
            None => self.problem(format!(
                "`.{name}(…)` is for keys by URL, and these keys are at hand: leave it out"
            )),
        }
        self
    }
}

impl Remote {
    /// The verifier, or everything that is wrong, this included.
    pub(in crate::jwt) fn build(
        self,
        judge: Judge,
        accept_weak: bool,
        mut problems: Vec<String>,
    ) -> Result<Arc<dyn Authenticator>, Vec<String>> {
        self.check_issuers(&judge.rules.issuers, &mut problems);
        if self.rsa.is_some_and(|it| it.family() != Family::Rsa) {
            problems.push("`.rsa(…)` names an algorithm that is none of RSA".into());
        }
        if self.refresh_after > self.usable_for {
            problems.push(format!(
                "keys by URL are refreshed after {:?} and unusable before that, after {:?}",
                self.refresh_after, self.usable_for
            ));
        }
        if self.patience.is_zero() {
            problems.push("keys by URL have no time to be fetched: give them some".into());
        }
        match self.place {
            Ok(place) if problems.is_empty() => {
                let source = Source::new(
                    place,
                    self.rsa,
                    accept_weak,
                    Ages {
                        refresh_after: self.refresh_after,
                        usable_for: self.usable_for,
                    },
                    Bounds {
                        bytes: LONGEST_SET,
                        patience: self.patience,
                    },
                    judge.clock.clone(),
                );
                Ok(Arc::new(RemoteVerifier::new(judge, source)))
            }
            Ok(_) => Err(problems),
            Err(problem) => {
                problems.push(problem);
                Err(problems)
            }
        }
    }

    /// Keys are good for their issuer alone (RFC 8725 §3.8).
    fn check_issuers(&self, issuers: &[String], problems: &mut Vec<String>) {
        match &self.place {
            Ok(Place::Discovery { issuer, .. }) if issuers.iter().any(|other| other != issuer) => {
                problems.push(format!(
                    "the keys of {issuer:?} would sign for another issuer too: leave `.issuer(…)` out"
                ));
            }
            Ok(Place::Set(_)) if issuers.is_empty() && !self.any_issuer => problems.push(
                "no issuer is chosen for keys by URL: add `.issuer(\"…\")`, or \
                 `.dangerous_any_issuer()`"
                    .into(),
            ),
            _ => {}
        }
        if self.any_issuer && !issuers.is_empty() {
            problems.push(
                "an issuer is chosen, and `.dangerous_any_issuer()` contradicts it: keep one"
                    .into(),
            );
        }
    }
}
