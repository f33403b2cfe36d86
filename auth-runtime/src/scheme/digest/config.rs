//! `Digest` as an application configures it.

use std::fmt;
use std::time::Duration;

use zeroize::Zeroizing;

use super::algorithm::Algorithm;
use super::nonce::Nonces;
use super::secret::Secret;
use super::users::UserStore;
use super::verifier::Verifier;
use crate::auth::AuthBuilder;
use crate::policy::Scheme;
use crate::scheme::{Parts, SchemeConfig, SchemeVerifier, cross_site};

/// Proofs of a password, for [`AuthBuilder::digest`].
pub struct Digest {
    users: Box<dyn UserStore>,
    md5: bool,
    userhash: bool,
    secret: Option<Zeroizing<Vec<u8>>>,
    lifetime: Duration,
    origins: Vec<String>,
}

/// A secret that is shorter could be guessed.
const SHORTEST_SECRET: usize = 32;

const LIFETIME: Duration = Duration::from_secs(120);

impl Digest {
    /// Accepts the users of this store, with SHA-256.
    pub fn new(users: impl UserStore) -> Self {
        Self {
            users: Box::new(users),
            md5: false,
            userhash: true,
            secret: None,
            lifetime: LIFETIME,
            origins: Vec::new(),
        }
    }

    /// Offers MD5 too, in a challenge after that of SHA-256, to clients of RFC 2617.
    ///
    /// Whoever can change answers on their way can take the better challenge out, so this makes MD5
    /// the strength of the scheme.
    #[must_use]
    pub fn also_md5(mut self) -> Self {
        self.md5 = true;
        self
    }

    /// Does not offer clients to hide user names (`userhash`, RFC 7616 §3.4.4), for stores without an
    /// index of [`user_hash`](super::user_hash).
    #[must_use]
    pub fn plain_names_only(mut self) -> Self {
        self.userhash = false;
        self
    }

    /// Makes nonces from this secret of at least 32 random bytes, so that several machines know each
    /// other's. Without it, from one of the process's own, and a restart costs each client a
    /// challenge.
    ///
    /// Machines that share it must share a [`store`](AuthBuilder::store) too, and one that outlives
    /// them: a proof could otherwise be used once on each, and once more after a restart.
    #[must_use]
    pub fn secret(mut self, secret: impl Into<Vec<u8>>) -> Self {
        self.secret = Some(Zeroizing::new(secret.into()));
        self
    }

    /// How long a nonce may be used: 2 minutes unless said otherwise. Clients get the next one
    /// without asking anybody: from `Authentication-Info`, or for one more request.
    ///
    /// Each request that is let in leaves an entry in the store for that long and a minute, because a
    /// proof is good once. With 2 minutes, a [`MemoryStore`](crate::MemoryStore) as it comes, with
    /// room for 100 000, serves 550 of them a second for as long as you like; when it is full, further
    /// ones get 503. For more, shorten the time, or make room with
    /// [`MemoryStore::with_room_for`](crate::MemoryStore::with_room_for).
    #[must_use]
    pub fn nonce_lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime;
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

    fn problems(&self, realm: &str) -> Vec<String> {
        let mut problems = Vec::new();
        if let Some(secret) = &self.secret
            && secret.len() < SHORTEST_SECRET
        {
            problems.push(format!(
                "the secret of Digest has {} bytes: give it {SHORTEST_SECRET} random ones",
                secret.len()
            ));
        }
        if self.lifetime < Duration::from_secs(1) {
            problems.push("the nonces of Digest live less than a second".into());
        }
        problems.extend(cross_site::problems(&self.origins));
        if let Some(theirs) = self.users.realm()
            && theirs != realm
        {
            problems.push(format!(
                "the users of Digest are of the realm {theirs:?}, and challenges name {realm:?}: \
                 nobody could answer them"
            ));
        }
        problems
    }
}

impl SchemeConfig for Digest {
    fn build(self: Box<Self>, parts: &Parts) -> Result<Box<dyn SchemeVerifier>, Vec<String>> {
        let mut problems = self.problems(&parts.realm);
        let mut random = Zeroizing::new([0; SHORTEST_SECRET]);
        let mut process = [0; 16];
        if getrandom::fill(random.as_mut()).is_err() || getrandom::fill(&mut process).is_err() {
            problems.push("the system gives no random bytes for the nonces of Digest".into());
        }
        let key = self
            .secret
            .as_ref()
            .map_or(random.as_slice(), |it| it.as_slice());
        let Some(secret) = Secret::new(key).filter(|_| problems.is_empty()) else {
            return Err(problems);
        };
        let algorithms = if self.md5 {
            &Algorithm::ALL[..]
        } else {
            &[Algorithm::Sha256]
        };
        Ok(Box::new(
            Verifier {
                users: self.users,
                algorithms,
                userhash: self.userhash,
                secret,
                nonces: Nonces::new(self.lifetime, process),
                realm: parts.realm.clone(),
                origins: cross_site::origins(&self.origins),
                clock: parts.clock.clone(),
                store: parts.store.clone(),
            }
            .shared(),
        ))
    }
}

impl AuthBuilder {
    /// Accepts proofs of a password (RFC 7616).
    pub fn digest(self, digest: Digest) -> Self {
        self.given_scheme(Scheme::Digest, digest)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Digest")
            .field("md5", &self.md5)
            .field("userhash", &self.userhash)
            .field("lifetime", &self.lifetime)
            .finish_non_exhaustive()
    }
}
