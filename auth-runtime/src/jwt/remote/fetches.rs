//! When a set may be fetched anew, and what the last fetches came to.

use std::collections::VecDeque;
use std::time::{Duration, SystemTime};

use tokio::sync::watch;

use crate::fetch::FetchError;

/// Between two attempts in the background.
const PAUSE: Duration = Duration::from_secs(30);

/// Between two attempts while there is no set at all.
const PAUSE_WITHOUT_SET: Duration = Duration::from_secs(5);

/// In this time so many fetches are for keys that tokens ask for and the set does not have: one for a
/// stranger's token leaves some for a key that is new.
const SPAN: Duration = Duration::from_secs(30);
const MOST_IN_SPAN: usize = 3;

/// How many vain searches are remembered, for [`SPAN`].
const MOST_MISSING: usize = 256;

/// What a token asks for, as a hash.
pub(super) type Sought = [u8; 32];

/// What a fetch came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Brought,
    Failed,
    /// The worker that fetched ended in the middle.
    Died,
}

/// What there is to know before the next fetch.
#[derive(Default)]
pub(super) struct Fetches {
    under_way: Option<watch::Receiver<End>>,
    tried: Option<SystemTime>,
    /// When those for a missing key began.
    searches: VecDeque<SystemTime>,
    /// What was not in a set that was fetched for it, and since when that is known.
    missing: VecDeque<(Sought, SystemTime)>,
    /// Why the last one brought nothing.
    failure: Option<FetchError>,
}

/// What a fetch is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    FirstSet,
    Refresh,
    Search,
}

impl Fetches {
    pub(super) fn under_way(&self) -> Option<watch::Receiver<End>> {
        self.under_way.clone()
    }

    /// Whether a fetch may begin at this moment.
    pub(super) fn may_begin(&mut self, purpose: Purpose, now: SystemTime) -> bool {
        if self.under_way.is_some() {
            return false;
        }
        match purpose {
            Purpose::FirstSet => is_over(self.tried, PAUSE_WITHOUT_SET, now),
            Purpose::Refresh => is_over(self.tried, PAUSE, now),
            Purpose::Search => {
                self.searches.retain(|it| !is_over(Some(*it), SPAN, now));
                self.searches.len() < MOST_IN_SPAN
            }
        }
    }

    pub(super) fn begin(&mut self, purpose: Purpose, now: SystemTime) -> watch::Sender<End> {
        let (sender, flight) = watch::channel(End::Died);
        self.under_way = Some(flight);
        self.tried = Some(now);
        if purpose == Purpose::Search {
            self.searches.push_back(now);
        }
        sender
    }

    pub(super) fn land(&mut self, failure: Option<FetchError>) {
        self.under_way = None;
        self.failure = failure;
    }

    /// As if it had never begun, but for its failure.
    pub(super) fn abandon(&mut self, purpose: Purpose, failure: FetchError) {
        self.land(Some(failure));
        self.tried = None;
        if purpose == Purpose::Search {
            self.searches.pop_back();
        }
    }

    pub(super) fn failure(&self) -> Option<FetchError> {
        self.failure.clone()
    }

    /// Whether it was searched for a moment ago, in vain.
    pub(super) fn is_missing(&mut self, sought: &Sought, now: SystemTime) -> bool {
        self.missing.retain(|it| !is_over(Some(it.1), SPAN, now));
        self.missing.iter().any(|it| it.0 == *sought)
    }

    pub(super) fn remember_missing(&mut self, sought: Sought, now: SystemTime) {
        if !self.is_missing(&sought, now) {
            if self.missing.len() == MOST_MISSING {
                self.missing.pop_front();
            }
            self.missing.push_back((sought, now));
        }
    }
}

/// Whether that long has passed. It has for what never was, and where the clock was set back.
pub(super) fn is_over(since: Option<SystemTime>, span: Duration, now: SystemTime) -> bool {
    since
        .and_then(|since| now.duration_since(since).ok())
        .is_none_or(|passed| passed > span)
}
