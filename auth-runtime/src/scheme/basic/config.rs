//! `Basic` as an application configures it.

use std::fmt;
use std::time::Duration;

use super::passwords::Passwords;
use super::users::UserStore;
use super::verifier::Verifier;
use super::workers::{WAITING, Workers, at_once};
use super::{HashError, hash::Hash};
use crate::auth::AuthBuilder;
use crate::policy::Scheme;
use crate::scheme::remembered::Remembered;
use crate::scheme::{Parts, SchemeConfig, SchemeVerifier, cross_site};

/// User names and passwords, for [`AuthBuilder::basic`].
pub struct Basic {
    users: Box<dyn UserStore>,
    at_once: usize,
    waiting: usize,
    remember_for: Duration,
    origins: Vec<String>,
}

/// For how long a password is not hashed anew unless an application says otherwise.
const REMEMBER_FOR: Duration = Duration::from_secs(5 * 60);

impl Basic {
    /// Accepts the users of this store.
    pub fn new(users: impl UserStore) -> Self {
        Self {
            users: Box::new(users),
            at_once: at_once(),
            waiting: WAITING,
            remember_for: REMEMBER_FOR,
            origins: Vec::new(),
        }
    }

    /// Verifies so many passwords at once: one per core unless said otherwise. Each takes the memory
    /// that its hash asks for, 19 MiB with the least that OWASP names for Argon2id.
    #[must_use]
    pub fn at_once(mut self, passwords: usize) -> Self {
        self.at_once = passwords;
        self
    }

    /// Lets so many requests wait for their turn, 100 unless said otherwise. Further ones get 503
    /// with `Retry-After`.
    #[must_use]
    pub fn waiting(mut self, requests: usize) -> Self {
        self.waiting = requests;
        self
    }

    /// Remembers for so long that a password matches a stored hash, five minutes unless said
    /// otherwise and 15 at most, and does not hash it again: see
    /// [remembered passwords](super#remembered-passwords). `Duration::ZERO` remembers none, and
    /// each request costs a hash.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use auth_runtime::basic::{Basic, Users};
    ///
    /// let basic = Basic::new(Users::new()).remember_for(Duration::from_secs(60));
    /// # let _ = basic;
    /// ```
    #[must_use]
    pub fn remember_for(mut self, age: Duration) -> Self {
        self.remember_for = age;
        self
    }

    /// Lets pages of this origin, `https://shop.example`, send requests that may change something.
    /// Call it for each, the application's own included: where one is given, the request's own host
    /// does not count any more.
    #[must_use]
    pub fn origin(mut self, origin: impl Into<String>) -> Self {
        self.origins.push(origin.into());
        self
    }
}

impl SchemeConfig for Basic {
    fn build(self: Box<Self>, parts: &Parts) -> Result<Box<dyn SchemeVerifier>, Vec<String>> {
        let mut problems = Vec::new();
        if self.at_once == 0 {
            problems.push("Basic verifies no password at once: `.at_once(…)` needs one".into());
        }
        let remembered = Remembered::new("passwords", self.remember_for, &parts.clock);
        let remembered = remembered.unwrap_or_else(|problem| {
            problems.push(problem);
            None
        });
        problems.extend(cross_site::problems(&self.origins));
        let decoy = match self.users.decoy() {
            Some(text) => Hash::parse(&text),
            None => Hash::decoy(),
        };
        // Once, to find out now whether it can be computed.
        let decoy = decoy.and_then(|decoy| decoy.matches("").map(|_| decoy));
        let decoy = decoy.map_err(|error: HashError| {
            format!(
                "Basic has no work to do for users who do not exist (`UserStore::decoy`): {error}"
            )
        });
        match decoy {
            Ok(decoy) if problems.is_empty() => {
                let workers = Workers::new(self.at_once, self.waiting);
                Ok(Box::new(Verifier {
                    users: self.users,
                    passwords: Passwords::of(decoy, workers),
                    remembered,
                    origins: cross_site::origins(&self.origins),
                }))
            }
            decoy => {
                problems.extend(decoy.err());
                Err(problems)
            }
        }
    }
}

impl AuthBuilder {
    /// Accepts user names and passwords (RFC 7617), which travel as they are: over TLS only.
    pub fn basic(self, basic: Basic) -> Self {
        self.given_scheme(Scheme::Basic, basic)
    }
}

impl fmt::Debug for Basic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Basic")
            .field("at_once", &self.at_once)
            .field("waiting", &self.waiting)
            .field("remember_for", &self.remember_for)
            .finish_non_exhaustive()
    }
}
