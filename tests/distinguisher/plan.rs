//! What an attack is told: where, what, by whom, how much.

use std::fmt;
use std::net::SocketAddr;
use std::time::Duration;

use super::caller::Caller;

/// An attacker, to be told where to look.
///
/// The two paths should be of the same length, because an app that repeats the path answers longer for
/// a longer one.
pub struct Distinguisher {
    pub(super) address: SocketAddr,
    pub(super) http2: Option<SocketAddr>,
    pub(super) hidden: String,
    pub(super) miss: String,
    pub(super) callers: Vec<Caller>,
    pub(super) pairs: usize,
    pub(super) every: usize,
    pub(super) samples: usize,
    pub(super) seed: u64,
    pub(super) limit: Duration,
    pub(super) before_each: Box<dyn Fn()>,
    pub(super) progress: Box<dyn Fn(usize, usize)>,
}

impl Distinguisher {
    /// Against the app at this address. Unless told otherwise: 2000 pairs, 200 timed samples, seed 1,
    /// five minutes at most.
    pub fn new(address: SocketAddr, hidden: impl Into<String>, miss: impl Into<String>) -> Self {
        Self {
            address,
            http2: None,
            hidden: hidden.into(),
            miss: miss.into(),
            callers: Vec::new(),
            pairs: 2000,
            every: 1,
            samples: 200,
            seed: 1,
            limit: Duration::from_secs(300),
            before_each: Box::new(|| {}),
            progress: Box::new(|_, _| {}),
        }
    }

    /// Where the app speaks HTTP/2 with prior knowledge. Without it, HTTP/2 is left out.
    #[must_use]
    pub fn http2(mut self, address: SocketAddr) -> Self {
        self.http2 = Some(address);
        self
    }

    /// Asks as this caller too.
    #[must_use]
    pub fn caller(mut self, caller: Caller) -> Self {
        self.callers.push(caller);
        self
    }

    /// Sends at least so many pairs; each caller sends the systematic ones in any case.
    #[must_use]
    pub fn pairs(mut self, at_least: usize) -> Self {
        self.pairs = at_least;
        self
    }

    /// Sends only each so manieth of them, where a credential takes long to verify.
    #[must_use]
    pub fn every(mut self, every: usize) -> Self {
        self.every = every.max(1);
        self
    }

    /// Times so many answers of each path, for each caller.
    #[must_use]
    pub fn samples(mut self, samples: usize) -> Self {
        self.samples = samples;
        self
    }

    /// Makes other mixtures.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Stops after this time, with what is known by then.
    #[must_use]
    pub fn at_most(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// Runs before each pair, for tests whose app counts failures and reads a clock of theirs.
    #[must_use]
    pub fn before_each(mut self, act: impl Fn() + 'static) -> Self {
        self.before_each = Box::new(act);
        self
    }

    /// Is told after each pair how many of how many are done.
    #[must_use]
    pub fn progress(mut self, tell: impl Fn(usize, usize) + 'static) -> Self {
        self.progress = Box::new(tell);
        self
    }
}

/// Without the credentials of its callers.
impl fmt::Debug for Distinguisher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Distinguisher")
            .field("address", &self.address)
            .field("hidden", &self.hidden)
            .field("miss", &self.miss)
            .finish_non_exhaustive()
    }
}
