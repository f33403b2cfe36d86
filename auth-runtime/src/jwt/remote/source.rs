//! The latest set of keys, and the one fetch that may be under way.

use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use actix_web::rt;
use arc_swap::ArcSwapOption;
use futures_util::FutureExt;
use tokio::sync::watch;

use super::fetches::{End, Fetches, Purpose, Sought, is_over};
use super::place::Place;
use super::set;
use crate::clock::Clock;
use crate::fetch::{Bounds, FetchError};
use crate::jwt::algorithm::Algorithm;
use crate::jwt::verifier::KeySet;

/// A set that was good when it was fetched.
pub(super) struct Fetched {
    pub(super) set: KeySet,
    at: SystemTime,
}

/// How many sets were fetched, of whatever issuer.
static GENERATIONS: AtomicU64 = AtomicU64::new(1);

#[derive(Debug, Clone, Copy)]
pub(super) struct Ages {
    pub(super) refresh_after: Duration,
    pub(super) usable_for: Duration,
}

/// Where keys come from, shared by all workers.
pub(super) struct Source {
    place: Place,
    rsa: Option<Algorithm>,
    accept_weak: bool,
    ages: Ages,
    bounds: Bounds,
    clock: Arc<dyn Clock>,
    /// Read by every request and written every few minutes: without a lock.
    latest: ArcSwapOption<Fetched>,
    /// Held for a moment, never across a wait; only where keys are old or missing.
    fetches: Mutex<Fetches>,
}

/// What there is for a token whose key the set does not have.
pub(super) enum Newer {
    Fetch(Fetch),
    /// Nothing: the key was searched for a moment ago.
    Missing,
    /// Nothing yet: there were too many fetches a moment ago.
    HeldBack,
}

/// A fetch to wait for.
pub(super) struct Fetch {
    landing: watch::Receiver<End>,
    /// Whether it began after whoever waits had found a key missing.
    pub(super) is_recent: bool,
}

impl Fetch {
    pub(super) async fn landed(mut self) -> End {
        match self.landing.changed().await {
            Ok(()) => *self.landing.borrow(),
            // The end of the sender, which a worker takes with it that dies in the middle.
            Err(_) => End::Died,
        }
    }
}

/// A fetch under way, on the worker that asked. Dropped before its end, it makes room for another.
struct Landing {
    source: Arc<Source>,
    purpose: Purpose,
    began: SystemTime,
    /// None once it has landed.
    waiting: Option<watch::Sender<End>>,
}

impl Landing {
    /// For all workers. Never under the lock: a worker that is ending drops it at once.
    fn launch(mut self) {
        rt::spawn(async move {
            let answer = AssertUnwindSafe(self.source.fetch(self.began)).catch_unwind();
            let panicked = |_| Err(self.source.failed("reading it panicked"));
            let end = self.source.land(answer.await.unwrap_or_else(panicked));
            if let Some(waiting) = self.waiting.take() {
                waiting.send_replace(end);
            }
        });
    }
}

impl Drop for Landing {
    fn drop(&mut self) {
        if self.waiting.is_some() {
            let failure = self.source.failed("the worker that fetched it ended");
            self.source.fetches().abandon(self.purpose, failure);
        }
    }
}

impl Source {
    pub(super) fn new(
        place: Place,
        rsa: Option<Algorithm>,
        accept_weak: bool,
        ages: Ages,
        bounds: Bounds,
        clock: Arc<dyn Clock>,
    ) -> Arc<Self> {
        Arc::new(Self {
            place,
            rsa,
            accept_weak,
            ages,
            bounds,
            clock,
            latest: ArcSwapOption::empty(),
            fetches: Mutex::default(),
        })
    }

    /// The latest set, unless it is too old to be trusted. An old one is refreshed meanwhile.
    pub(super) fn usable(self: &Arc<Self>) -> Option<Arc<Fetched>> {
        let set = self.latest.load_full()?;
        let now = self.clock.now();
        if is_over(Some(set.at), self.ages.refresh_after, now) {
            self.refresh_behind(now);
        }
        (!is_over(Some(set.at), self.ages.usable_for, now)).then_some(set)
    }

    fn refresh_behind(self: &Arc<Self>, now: SystemTime) {
        let landing = self.begin(&mut self.fetches(), Purpose::Refresh, now);
        if let Some(landing) = landing {
            landing.launch();
        }
    }

    /// The fetch that may bring a set, or the key that `sought` asks for and the latest one does not
    /// have.
    pub(super) fn newer_than(self: &Arc<Self>, sought: Option<&Sought>) -> Newer {
        let now = self.clock.now();
        let mut fetches = self.fetches();
        if sought.is_some_and(|sought| fetches.is_missing(sought, now)) {
            return Newer::Missing;
        }
        let purpose = sought.map_or(Purpose::FirstSet, |_| Purpose::Search);
        let begun = self.begin(&mut fetches, purpose, now);
        let landing = fetches.under_way();
        drop(fetches);
        let is_recent = begun.is_some();
        if let Some(begun) = begun {
            begun.launch();
        }
        match landing {
            Some(landing) => Newer::Fetch(Fetch { landing, is_recent }),
            None => Newer::HeldBack,
        }
    }

    /// That a set was fetched for it, and does not have it.
    pub(super) fn remember_missing(&self, sought: Sought) {
        let now = self.clock.now();
        self.fetches().remember_missing(sought, now);
    }

    /// Why the last fetch brought nothing, if it did not.
    pub(super) fn failure(&self) -> Option<FetchError> {
        self.fetches().failure()
    }

    /// To be launched once the lock is released.
    fn begin(
        self: &Arc<Self>,
        fetches: &mut Fetches,
        purpose: Purpose,
        now: SystemTime,
    ) -> Option<Landing> {
        fetches.may_begin(purpose, now).then(|| Landing {
            source: self.clone(),
            purpose,
            began: now,
            waiting: Some(fetches.begin(purpose, now)),
        })
    }

    async fn fetch(&self, now: SystemTime) -> Result<Fetched, FetchError> {
        let document = self.place.fetch(self.bounds);
        let (endpoint, document) = tokio::time::timeout(self.bounds.patience, document)
            .await
            .unwrap_or_else(|_| Err(self.failed("it takes too long")))?;
        let refuse = |why: &str| FetchError::new(&endpoint, why);
        let document = std::str::from_utf8(&document).map_err(|_| refuse("it is no UTF-8"))?;
        let set = set::read(document, self.rsa, self.accept_weak).map_err(|why| refuse(&why))?;
        if !set.left_out.is_empty() {
            tracing::warn!(
                target: "auth_runtime::jwks",
                from = %endpoint,
                keys = %set.left_out.join("; "),
                "keys of the set are left out"
            );
        }
        let set = KeySet {
            keys: set.keys,
            generation: GENERATIONS.fetch_add(1, Ordering::Relaxed),
        };
        Ok(Fetched { set, at: now })
    }

    fn land(&self, answer: Result<Fetched, FetchError>) -> End {
        let failure = match answer {
            Ok(set) => {
                self.latest.store(Some(Arc::new(set)));
                None
            }
            Err(error) => {
                tracing::warn!(
                    target: "auth_runtime::jwks",
                    cause = %error,
                    "the keys could not be fetched"
                );
                Some(error)
            }
        };
        let end = failure.as_ref().map_or(End::Brought, |_| End::Failed);
        self.fetches().land(failure);
        end
    }

    fn failed(&self, why: &str) -> FetchError {
        let (Place::Set(endpoint)
        | Place::Discovery {
            metadata: [endpoint, _],
            ..
        }) = &self.place;
        FetchError::new(endpoint, why)
    }

    /// Nothing under it panics halfway, so a poisoned lock holds sound data.
    fn fetches(&self) -> MutexGuard<'_, Fetches> {
        self.fetches.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Without keys.
impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source")
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}
