//! A store within the process: bounded, and everything in it ends.

#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use super::{Count, Store, StoreAnswer, StoreError};
use crate::clock::Clock;

/// A [`Store`] for one process. What it holds ends with the process.
///
/// Bounded: when it is full, counters and cached results give way, soonest to end first, and marks
/// and revocations do not. When those alone fill it, it answers with an error, and the request
/// with 503.
///
/// Each request with Digest or DPoP leaves a mark for some minutes: what
/// [`with_room_for`](Self::with_room_for) should make room for is their number in that time.
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

/// About 30 MB when full.
const MOST_PLACES: usize = 100_000;

/// How much of key and value goes into one place.
const PLACE: usize = 256;

/// How many ended entries a lookup clears away: more than it adds, so that they do not pile up, and
/// few enough that none has to wait for thousands.
const CLEARED_AT_ONCE: usize = 8;

#[derive(Default)]
struct Held {
    entries: HashMap<Arc<str>, Entry>,
    /// What may give way before its time, soonest to end first.
    yielding: BTreeSet<(SystemTime, Arc<str>)>,
    /// What may not.
    lasting: BTreeSet<(SystemTime, Arc<str>)>,
    /// The places of all entries.
    taken: usize,
}

struct Entry {
    value: Value,
    ends: SystemTime,
    yields: bool,
    places: usize,
}

enum Value {
    Bytes(Box<[u8]>),
    Count(u32),
}

impl Value {
    /// What `raise` left.
    fn number(&self) -> Result<u64, StoreError> {
        let digits = match self {
            Self::Bytes(bytes) => std::str::from_utf8(bytes).ok(),
            Self::Count(_) => None,
        };
        digits
            .and_then(|digits| digits.parse().ok())
            .ok_or_else(|| StoreError::new("under this key is no number"))
    }
}

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

impl Held {
    /// What is there and not over.
    fn live(&mut self, key: &str, now: SystemTime) -> Option<&mut Entry> {
        self.entries.get_mut(key).filter(|entry| entry.ends > now)
    }

    fn clear_ended(&mut self, now: SystemTime, most: usize) {
        for _ in 0..most {
            let ended = [&self.yielding, &self.lasting]
                .into_iter()
                .filter_map(BTreeSet::first)
                .find(|(ends, _)| *ends <= now);
            let Some((_, key)) = ended.cloned() else {
                return;
            };
            self.remove(&key);
        }
    }

    fn remove(&mut self, key: &str) {
        if let Some((key, entry)) = self.entries.remove_entry(key) {
            self.taken -= entry.places;
            self.queue(entry.yields).remove(&(entry.ends, key));
        }
    }

    fn queue(&mut self, yields: bool) -> &mut BTreeSet<(SystemTime, Arc<str>)> {
        if yields {
            &mut self.yielding
        } else {
            &mut self.lasting
        }
    }

    /// Puts it there over whatever was there, or leaves that where there is no room.
    fn insert(&mut self, key: &str, entry: Entry, room: Room) -> Result<(), StoreError> {
        let before = self.entries.get(key).map_or(0, |entry| entry.places);
        let needed = self.taken - before + entry.places;
        if needed > room.most {
            self.make_room(key, needed - room.most, room.now)?;
        }
        self.remove(key);
        let key: Arc<str> = key.into();
        self.taken += entry.places;
        self.queue(entry.yields).insert((entry.ends, key.clone()));
        self.entries.insert(key, entry);
        Ok(())
    }

    /// Frees so many places without what is under `key`: of what has ended, then of what yields.
    fn make_room(&mut self, key: &str, places: usize, now: SystemTime) -> Result<(), StoreError> {
        let is_over = |(ends, _): &&(SystemTime, Arc<str>)| *ends <= now;
        let over = self.lasting.iter().take_while(is_over);
        let (mut leaving, mut freed) = (Vec::new(), 0);
        for (_, other) in over.chain(&self.yielding) {
            if freed >= places {
                break;
            }
            if **other != *key {
                freed += self.entries.get(other).map_or(0, |entry| entry.places);
                leaving.push(other.clone());
            }
        }
        if freed < places {
            return Err(StoreError::new("it is full"));
        }
        for other in &leaving {
            self.remove(other);
        }
        Ok(())
    }
}

/// What bounds an entry.
#[derive(Clone, Copy)]
struct Room {
    most: usize,
    now: SystemTime,
}

impl Entry {
    fn new(key: &str, value: Value, ends: SystemTime) -> Self {
        let (bytes, yields) = match &value {
            Value::Bytes(bytes) => (bytes.len(), key.starts_with(super::CACHED)),
            Value::Count(_) => (0, true),
        };
        Self {
            places: 1 + (key.len() + bytes) / PLACE,
            value,
            ends,
            yields,
        }
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
            held.insert(key, entry, Room { most, now })
                .map(|()| number)
        }))
    }

    fn claim(&self, key: &str, keep: Duration) -> StoreAnswer<bool> {
        let most = self.most;
        StoreAnswer::now(self.with(|held, now| {
            if held.live(key, now).is_some() {
                return Ok(false);
            }
            let mut entry = Entry::new(key, Value::Bytes(Box::default()), end(now, keep)?);
            entry.yields = false;
            held.insert(key, entry, Room { most, now }).map(|()| true)
        }))
    }

    fn count(&self, key: &str, add: u32, keep: Duration) -> StoreAnswer<Count> {
        let most = self.most;
        StoreAnswer::now(self.with(|held, now| {
            let (total, ends) = match held.live(key, now) {
                Some(entry) => match &mut entry.value {
                    Value::Count(total) => {
                        *total = total.saturating_add(add);
                        (*total, entry.ends)
                    }
                    Value::Bytes(_) => return Err(StoreError::new("this key is no counter")),
                },
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
