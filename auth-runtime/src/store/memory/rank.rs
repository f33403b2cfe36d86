//! Which entries give way together.

use crate::store::{ACCOUNT_FAILURES, CACHED, CLIENT_FAILURES, PAIR_FAILURES};

/// Entries of one rank wait in one queue, soonest to end first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rank {
    /// Stays until its end.
    Lasting,
    /// Can be had again, and goes before all counters.
    Cached,
    /// One of as many queues.
    Counter(usize),
}

/// Counters of clients do not compete with those of accounts, which a client can make up.
const KINDS: [&str; 3] = [CLIENT_FAILURES, ACCOUNT_FAILURES, PAIR_FAILURES];

/// Totals of 1, of 2, of 3, of 4 to 7, of 8 to 15, and all that are larger. What it takes to push one
/// out is a queue full of others about as large, each of which cost as many failures: nobody gains
/// guesses by it. By total alone, whatever is new among larger ones would be pushed out by the next.
const SIZES: usize = 6;

/// One queue for each size of each kind, those of nobody's kind among them.
pub(super) const COUNTERS: usize = (KINDS.len() + 1) * SIZES;

impl Rank {
    pub(super) fn of_bytes(key: &str) -> Self {
        if key.starts_with(CACHED) {
            Self::Cached
        } else {
            Self::Lasting
        }
    }

    pub(super) fn of_counter(key: &str, total: u32) -> Self {
        let mut kinds = KINDS.iter();
        let kind = kinds.position(|kind| key.starts_with(kind));
        let size = match total {
            0 | 1 => 0,
            2 => 1,
            3 => 2,
            4..8 => 3,
            8..16 => 4,
            _ => 5,
        };
        Self::Counter(kind.unwrap_or(KINDS.len()) * SIZES + size)
    }
}
