//! Tokens that were found good, so that a signature is verified once and not for each request.
//!
//! ```text
//! token ─┬─ remembered, its key still one of ours → its times against the clock → Identity
//!        └─ otherwise → signature → claims → Identity, remembered
//! ```
//!
//! What depends on anything but the token itself is judged for each request: `exp` and `nbf` here,
//! revocation and the proof of a bound token by those who ask. A token that is refused is not
//! remembered.

mod config;
#[cfg(all(test, feature = "testing"))]
mod tests;

use std::time::Duration;

pub use config::TokenCache;
pub(super) use config::remembering;

use super::claims::Verified;
use super::verifier::{Fingerprint, KeySet};
use crate::bounded::Bounded;

/// The tokens that one configuration has found good, for all workers.
pub(super) struct Remembered {
    /// By the whole token. Which of them one is compared with is decided by a hash with a random seed, anew
    /// for each guess: a stranger cannot have one guess after the other compared with the same token.
    tokens: Bounded<Box<[u8]>, Entry>,
    age: u64,
}

#[derive(Clone)]
struct Entry {
    verified: Verified,
    key: Fingerprint,
    /// The set of keys in which the key was seen last.
    generation: u64,
    /// When the signature was verified, in seconds since 1970.
    since: u64,
}

/// About what an entry takes beside its texts: two allocations, the shared part of an identity, its place in
/// the map, and half of another place, for one that gave way and is known again.
const OVERHEAD: usize = 640;

/// What few tokens take less than.
const USUAL_SIZE: usize = 1024;

impl Remembered {
    fn new(entries: usize, bytes: usize, age: Duration) -> Self {
        // No more places than can be filled: the map makes room, and parts, by their number.
        let entries = entries.min(bytes / USUAL_SIZE).max(1);
        Self {
            tokens: Bounded::new(entries, bytes as u64),
            age: age.as_secs(),
        }
    }

    /// What was verified of this token, if it would be found good again but for the time.
    pub(super) fn get(&self, keys: &KeySet, token: &[u8], now: u64) -> Option<Verified> {
        let mut entry = self.tokens.get(token)?;
        // A clock that went back says nothing about the age.
        let is_recent = now
            .checked_sub(entry.since)
            .is_some_and(|age| age < self.age);
        if !is_recent {
            return None;
        }
        if entry.generation != keys.generation {
            // Another set of keys than the one by which it was found good.
            if !keys.hold(&entry.key) {
                self.tokens.remove(token);
                return None;
            }
            entry.generation = keys.generation;
            self.put(token, entry.clone());
        }
        Some(entry.verified)
    }

    pub(super) fn remember(
        &self,
        keys: &KeySet,
        key: Fingerprint,
        token: &[u8],
        verified: Verified,
        now: u64,
    ) {
        let entry = Entry {
            verified,
            key,
            generation: keys.generation,
            since: now,
        };
        self.put(token, entry);
    }

    /// What has expired needs no room.
    pub(super) fn forget(&self, token: &[u8]) {
        self.tokens.remove(token);
    }

    fn put(&self, token: &[u8], entry: Entry) {
        let size = OVERHEAD + token.len() + entry.verified.identity.size();
        self.tokens.insert(token.into(), entry, size);
    }
}
