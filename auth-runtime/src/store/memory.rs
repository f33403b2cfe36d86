//! A store within the process: bounded, and everything in it ends.

mod held;
mod rank;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use self::held::{Entry, Held, Room, Value};
use super::{Count, Store, StoreAnswer, StoreError};
use crate::clock::Clock;

/// A [`Store`] for one process. What it holds ends with the process.
///
/// Bounded: when it is full, cached results give way, then counters, and marks and revocations do not.
/// These may take three quarters of it; beyond that it answers with an error, and the request with
/// 503.
///
/// Counters wait in queues: those of clients, of accounts, and of clients at accounts, each by how
/// much was counted. The longest queue gives way, soonest to end first. So however many accounts a
/// client makes up, it does not get rid of its own failures, and a counter near its limit goes only
/// when very many more stand as near to theirs.
///
/// Each request with Digest or DPoP leaves a mark for some minutes: what
/// [`with_room_for`](Self::with_room_for) should make room for is their number in that time, and a
/// third more.
///
/// Marks and revocations are written only on behalf of callers whose credential was good, so that
/// nobody else can fill it: a proof's mark once the proof is verified, a nonce's count once the
/// response is right. Failures of strangers are counters, which give way.
pub struct MemoryStore {
    /// One lock for all. A lookup holds it for about a microsecond, which is little beside the
    /// signature or the password hash that each request with a credential costs anyway.
    held: Mutex<Held>,
    most: usize,
    clock: Arc<dyn Clock>,
}

/// About 40 MB when full of counters.
const MOST_PLACES: usize = 100_000;

/// How many ended entries a lookup clears away: more than it adds, so that they do not pile up, and
/// few enough that none has to wait for thousands.
const CLEARED_AT_ONCE: usize = 8;

impl MemoryStore {
    /// Room for 100,000 entries.
    pub fn new() -> Self {
        Self::with_room_for(MOST_PLACES)
    }

    /// Room for so many entries of up to 256 bytes, key included. A longer one takes the room of
    /// several.
    pub fn with_room_for(entries: usize) -> Self {
        Self {
            held: Mutex::default(),
            most: entries,
            clock: Arc::new(SystemTime::now),
        }
    }

    /// Replaces the system's clock, for tests.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    pub(crate) fn shared_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Nothing in here panics halfway through a change, so a poisoned lock holds sound data. The lock
    /// is held for a lookup, never across a wait.
    fn with<T>(&self, look: impl FnOnce(&mut Held, SystemTime) -> T) -> T {
        let now = self.clock.now();
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.clear_ended(now, CLEARED_AT_ONCE);
        look(&mut held, now)
    }
}

fn end(now: SystemTime, keep: Duration) -> Result<SystemTime, StoreError> {
    now.checked_add(keep)
        .ok_or_else(|| StoreError::new("nothing is kept that long"))
}

impl Store for MemoryStore {
    fn get(&self, key: &str) -> StoreAnswer<Option<Vec<u8>>> {
        StoreAnswer::now(Ok(self.with(|held, now| {
            match &held.live(key, now)?.value {
                Value::Bytes(bytes) => Some(bytes.to_vec()),
                Value::Count(_) => None,
            }
        })))
    }

    fn put(&self, key: &str, value: &[u8], keep: Duration) -> StoreAnswer<()> {
        let most = self.most;
        StoreAnswer::now(self.with(|held, now| {
            let entry = Entry::new(key, Value::Bytes(value.into()), end(now, keep)?);
            held.insert(key, entry, Room { most, now })
        }))
    }

    fn raise(&self, key: &str, number: u64, keep: Duration) -> StoreAnswer<u64> {
        let most = self.most;
        StoreAnswer::now(self.with(|held, now| {
            let (mut number, mut ends) = (number, end(now, keep)?);
            if let Some(entry) = held.live(key, now) {
                number = number.max(entry.value.number()?);
                ends = ends.max(entry.ends);
            }
            let digits = number.to_string().into_bytes();
            let entry = Entry::new(key, Value::Bytes(digits.into()), ends);
            held.insert(key, entry, Room { most, now }).map(|()| number)
        }))
    }

    fn claim(&self, key: &str, keep: Duration) -> StoreAnswer<bool> {
        let most = self.most;
        StoreAnswer::now(self.with(|held, now| {
            if held.live(key, now).is_some() {
                return Ok(false);
            }
            let entry = Entry::mark(key, end(now, keep)?);
            held.insert(key, entry, Room { most, now }).map(|()| true)
        }))
    }

    fn count(&self, key: &str, add: u32, keep: Duration) -> StoreAnswer<Count> {
        let most = self.most;
        StoreAnswer::now(self.with(|held, now| {
            let (total, ends) = match held.add(key, add, now)? {
                Some(counted) => counted,
                None if add == 0 => return Ok(Count::default()),
                None => {
                    let ends = end(now, keep)?;
                    let entry = Entry::new(key, Value::Count(add), ends);
                    held.insert(key, entry, Room { most, now })?;
                    (add, ends)
                }
            };
            let remaining = ends.duration_since(now).unwrap_or_default();
            Ok(Count { total, remaining })
        }))
    }
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

/// Without what it holds.
impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore")
            .field("most", &self.most)
            .finish_non_exhaustive()
    }
}
