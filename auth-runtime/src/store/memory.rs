//! A store within the process: bounded, and everything in it ends.

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
pub struct MemoryStore {
    held: Mutex<Held>,
    most: usize,
    clock: Arc<dyn Clock>,
}

/// About 20 MB when full.
const MOST_ENTRIES: usize = 100_000;

#[derive(Default)]
struct Held {
    entries: HashMap<Arc<str>, Entry>,
    /// What may give way before its time, soonest to end first.
    yielding: BTreeSet<(SystemTime, Arc<str>)>,
    /// What may not.
    lasting: BTreeSet<(SystemTime, Arc<str>)>,
}

struct Entry {
    value: Value,
    ends: SystemTime,
    yields: bool,
}

enum Value {
    Bytes(Vec<u8>),
    Count(u32),
}

impl MemoryStore {
    /// Room for 100,000 entries.
    pub fn new() -> Self {
        Self::with_room_for(MOST_ENTRIES)
    }

    /// Room for so many entries, each of some 200 bytes.
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
        held.drop_ended(now);
        look(&mut held, now)
    }
}

impl Held {
    fn drop_ended(&mut self, now: SystemTime) {
        for queue in [&mut self.yielding, &mut self.lasting] {
            while let Some((ends, _)) = queue.first()
                && *ends <= now
                && let Some((_, key)) = queue.pop_first()
            {
                self.entries.remove(&key);
            }
        }
    }

    fn remove(&mut self, key: &str) {
        if let Some((key, entry)) = self.entries.remove_entry(key) {
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

    fn insert(&mut self, key: &str, entry: Entry, most: usize) -> Result<(), StoreError> {
        self.remove(key);
        while self.entries.len() >= most {
            let Some((_, key)) = self.yielding.pop_first() else {
                return Err(StoreError::new("it is full"));
            };
            self.entries.remove(&key);
        }
        let key: Arc<str> = key.into();
        self.queue(entry.yields).insert((entry.ends, key.clone()));
        self.entries.insert(key, entry);
        Ok(())
    }
}

fn end(now: SystemTime, keep: Duration) -> Result<SystemTime, StoreError> {
    now.checked_add(keep)
        .ok_or_else(|| StoreError::new("nothing is kept that long"))
}

impl Store for MemoryStore {
    fn get(&self, key: &str) -> StoreAnswer<Option<Vec<u8>>> {
        StoreAnswer::now(Ok(self.with(|held, _| {
            match held.entries.get(key)?.value {
                Value::Bytes(ref bytes) => Some(bytes.clone()),
                Value::Count(_) => None,
            }
        })))
    }

    fn put(&self, key: &str, value: &[u8], keep: Duration) -> StoreAnswer<()> {
        StoreAnswer::now(self.with(|held, now| {
            let entry = Entry {
                value: Value::Bytes(value.to_vec()),
                ends: end(now, keep)?,
                yields: key.starts_with(super::CACHED),
            };
            held.insert(key, entry, self.most)
        }))
    }

    fn claim(&self, key: &str, keep: Duration) -> StoreAnswer<bool> {
        StoreAnswer::now(self.with(|held, now| {
            if held.entries.contains_key(key) {
                return Ok(false);
            }
            let entry = Entry {
                value: Value::Bytes(Vec::new()),
                ends: end(now, keep)?,
                yields: false,
            };
            held.insert(key, entry, self.most).map(|()| true)
        }))
    }

    fn count(&self, key: &str, add: u32, keep: Duration) -> StoreAnswer<Count> {
        StoreAnswer::now(self.with(|held, now| {
            if let Some(Entry {
                value: Value::Count(total),
                ends,
                ..
            }) = held.entries.get_mut(key)
            {
                *total = total.saturating_add(add);
                return Ok(Count {
                    total: *total,
                    remaining: ends.duration_since(now).unwrap_or_default(),
                });
            }
            if add == 0 {
                return Ok(Count::default());
            }
            let entry = Entry {
                value: Value::Count(add),
                ends: end(now, keep)?,
                yields: true,
            };
            held.insert(key, entry, self.most)?;
            Ok(Count {
                total: add,
                remaining: keep,
            })
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
