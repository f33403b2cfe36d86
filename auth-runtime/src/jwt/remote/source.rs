//! The latest set of keys, and the one fetch that may be under way.

use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use actix_web::rt;
use arc_swap::ArcSwapOption;
use futures_util::FutureExt;
use tokio::sync::watch;

use super::place::Place;
use crate::clock::Clock;
use crate::fetch::{Bounds, FetchError};
use crate::jwt::algorithm::Algorithm;
use crate::jwt::config::checked_keys;
use crate::jwt::jwk;
use crate::jwt::verifier::VerifyingKey;

/// Between two fetches for names that no key has, and between two attempts in the background.
const PAUSE: Duration = Duration::from_secs(30);

/// Between two attempts while there is no set at all.
const PAUSE_WITHOUT_SET: Duration = Duration::from_secs(5);

/// A set that was good when it was fetched.
pub(super) struct KeySet {
    pub(super) keys: Vec<VerifyingKey>,
    fetched: SystemTime,
}

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
    latest: ArcSwapOption<KeySet>,
    /// Held for a moment, never across a wait; only where keys are old or missing.
    fetches: Mutex<Fetches>,
}

#[derive(Default)]
struct Fetches {
    /// Ends with its sender, so also with a worker that dies in the middle.
    under_way: Option<watch::Receiver<()>>,
    tried: Option<SystemTime>,
    tried_for_a_name: Option<SystemTime>,
    /// Why the last one brought nothing.
    failure: Option<FetchError>,
}

/// A fetch to wait for.
pub(super) struct Fetch {
    landing: watch::Receiver<()>,
    /// Whether it began after whoever waits had found a key missing.
    pub(super) is_recent: bool,
}

impl Fetch {
    pub(super) async fn landed(mut self) {
        // Nothing is ever sent: the error is the end of the sender.
        while self.landing.changed().await.is_ok() {}
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
    pub(super) fn usable(self: &Arc<Self>) -> Option<Arc<KeySet>> {
        let set = self.latest.load_full()?;
        let now = self.clock.now();
        if is_over(Some(set.fetched), self.ages.refresh_after, now) {
            self.refresh_behind(now);
        }
        (!is_over(Some(set.fetched), self.ages.usable_for, now)).then_some(set)
    }

    fn refresh_behind(self: &Arc<Self>, now: SystemTime) {
        let mut fetches = self.fetches();
        if fetches.flight().is_none() && is_over(fetches.tried, PAUSE, now) {
            self.start(&mut fetches, now);
        }
    }

    /// The fetch that may bring a key that `seen` does not have, if one may be under way.
    pub(super) fn newer_than(self: &Arc<Self>, seen: Option<&KeySet>) -> Option<Fetch> {
        let now = self.clock.now();
        let mut fetches = self.fetches();
        if let Some(landing) = fetches.flight() {
            return Some(Fetch {
                landing,
                is_recent: false,
            });
        }
        match seen {
            Some(_) if is_over(fetches.tried_for_a_name, PAUSE, now) => {
                fetches.tried_for_a_name = Some(now);
            }
            None if is_over(fetches.tried, PAUSE_WITHOUT_SET, now) => {}
            _ => return None,
        }
        Some(Fetch {
            landing: self.start(&mut fetches, now),
            is_recent: true,
        })
    }

    /// Why the last fetch brought nothing, if it did not.
    pub(super) fn failure(&self) -> Option<FetchError> {
        self.fetches().failure.clone()
    }

    /// On the worker that asked, and for all.
    fn start(self: &Arc<Self>, fetches: &mut Fetches, now: SystemTime) -> watch::Receiver<()> {
        let (landing, flight) = watch::channel(());
        fetches.under_way = Some(flight.clone());
        fetches.tried = Some(now);
        let source = self.clone();
        rt::spawn(async move {
            let answer = AssertUnwindSafe(source.fetch(now)).catch_unwind().await;
            source.land(answer.unwrap_or_else(|_| Err(source.failed("reading it panicked"))));
            drop(landing);
        });
        flight
    }

    async fn fetch(&self, now: SystemTime) -> Result<KeySet, FetchError> {
        let (endpoint, document) = self.place.fetch(self.bounds).await?;
        let refuse = |why: &str| FetchError::new(&endpoint, why);
        let document = std::str::from_utf8(&document).map_err(|_| refuse("it is no UTF-8"))?;
        let keys = jwk::public_set(document, self.rsa).map_err(|why| refuse(&why))?;
        let mut problems = Vec::new();
        let keys = checked_keys(keys, self.accept_weak, &mut problems);
        if !problems.is_empty() {
            return Err(refuse(&problems.join("; ")));
        }
        Ok(KeySet { keys, fetched: now })
    }

    fn land(&self, answer: Result<KeySet, FetchError>) {
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
        let mut fetches = self.fetches();
        fetches.failure = failure;
        fetches.under_way = None;
    }

    fn failed(&self, why: &str) -> FetchError {
        let (Place::Set(endpoint)
        | Place::Discovery {
            metadata: [endpoint, _],
            ..
        }) = &self.place;
        FetchError::new(endpoint, why)
    }

    /// Every change to it is one assignment, so a poisoned lock holds sound data.
    fn fetches(&self) -> MutexGuard<'_, Fetches> {
        self.fetches.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Fetches {
    fn flight(&self) -> Option<watch::Receiver<()>> {
        let flight = self.under_way.as_ref()?;
        flight.has_changed().is_ok().then(|| flight.clone())
    }
}

/// Whether that long has passed. It has for what never was, and where the clock was set back.
fn is_over(since: Option<SystemTime>, span: Duration, now: SystemTime) -> bool {
    since
        .and_then(|since| now.duration_since(since).ok())
        .is_none_or(|passed| passed > span)
}

/// Without keys.
impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source")
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}
