//! What a store in the process holds, and what of it gives way when there is no room.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::SystemTime;

use super::rank::{COUNTERS, Rank};
use crate::store::StoreError;

/// How much of key and value goes into one place.
pub(super) const PLACE: usize = 256;

#[derive(Default)]
pub(super) struct Held {
    pub(super) entries: HashMap<Arc<str>, Entry>,
    lasting: Queue,
    cached: Queue,
    counters: [Queue; COUNTERS],
    /// The places of all entries.
    pub(super) taken: usize,
    /// Those of what lasts.
    kept: usize,
}

/// Soonest to end first.
type Queue = BTreeSet<(SystemTime, Arc<str>)>;

pub(super) struct Entry {
    pub(super) value: Value,
    pub(super) ends: SystemTime,
    pub(super) places: usize,
    rank: Rank,
}

pub(super) enum Value {
    Bytes(Box<[u8]>),
    Count(u32),
}

/// What bounds an entry.
#[derive(Clone, Copy)]
pub(super) struct Room {
    pub(super) most: usize,
    pub(super) now: SystemTime,
}

impl Value {
    /// What `raise` left.
    pub(super) fn number(&self) -> Result<u64, StoreError> {
        let digits = match self {
            Self::Bytes(bytes) => std::str::from_utf8(bytes).ok(),
            Self::Count(_) => None,
        };
        digits
            .and_then(|digits| digits.parse().ok())
            .ok_or_else(|| StoreError::new("under this key is no number"))
    }
}

impl Entry {
    pub(super) fn new(key: &str, value: Value, ends: SystemTime) -> Self {
        let (bytes, rank) = match &value {
            Value::Bytes(bytes) => (bytes.len(), Rank::of_bytes(key)),
            Value::Count(total) => (0, Rank::of_counter(key, *total)),
        };
        Self {
            places: 1 + (key.len() + bytes) / PLACE,
            value,
            ends,
            rank,
        }
    }

    pub(super) fn mark(key: &str, ends: SystemTime) -> Self {
        Self {
            rank: Rank::Lasting,
            ..Self::new(key, Value::Bytes(Box::default()), ends)
        }
    }
}

impl Room {
    /// A quarter is there for what gives way: whoever has a good credential leaves marks, and could
    /// push everybody's failures out with them.
    fn for_lasting(self) -> usize {
        self.most - self.most / 4
    }
}

impl Held {
    /// What is there and not over.
    pub(super) fn live(&mut self, key: &str, now: SystemTime) -> Option<&mut Entry> {
        self.entries.get_mut(key).filter(|entry| entry.ends > now)
    }

    /// Adds to a counter, if there is one: its total, and when it ends.
    pub(super) fn add(
        &mut self,
        key: &str,
        add: u32,
        now: SystemTime,
    ) -> Result<Option<(u32, SystemTime)>, StoreError> {
        let Some(name) = self
            .entries
            .get_key_value(key)
            .map(|(name, _)| name.clone())
        else {
            return Ok(None);
        };
        let Some(entry) = self.live(key, now) else {
            return Ok(None);
        };
        let Value::Count(total) = &mut entry.value else {
            return Err(StoreError::new("this key is no counter"));
        };
        *total = total.saturating_add(add);
        let (total, ends) = (*total, entry.ends);
        let rank = Rank::of_counter(key, total);
        let before = std::mem::replace(&mut entry.rank, rank);
        if before != rank {
            let place = (ends, name);
            self.queue(before).remove(&place);
            self.queue(rank).insert(place);
        }
        Ok(Some((total, ends)))
    }

    pub(super) fn clear_ended(&mut self, now: SystemTime, most: usize) {
        for _ in 0..most {
            let Some(key) = self.first_ended(now) else {
                return;
            };
            self.remove(&key);
        }
    }

    fn first_ended(&self, now: SystemTime) -> Option<Arc<str>> {
        let mut firsts = self.queues().filter_map(BTreeSet::first);
        let ended = firsts.find(|(ends, _)| *ends <= now);
        ended.map(|(_, key)| key.clone())
    }

    fn queues(&self) -> impl Iterator<Item = &Queue> {
        let others = [&self.lasting, &self.cached].into_iter();
        others.chain(&self.counters)
    }

    fn remove(&mut self, key: &str) {
        if let Some((key, entry)) = self.entries.remove_entry(key) {
            self.taken -= entry.places;
            if entry.rank == Rank::Lasting {
                self.kept -= entry.places;
            }
            self.queue(entry.rank).remove(&(entry.ends, key));
        }
    }

    fn queue(&mut self, rank: Rank) -> &mut Queue {
        match rank {
            Rank::Lasting => &mut self.lasting,
            Rank::Cached => &mut self.cached,
            Rank::Counter(index) => &mut self.counters[index],
        }
    }

    /// Puts it there over whatever was there, or leaves that where there is no room.
    pub(super) fn insert(&mut self, key: &str, entry: Entry, room: Room) -> Result<(), StoreError> {
        self.make_room(key, &entry, room)?;
        self.remove(key);
        let key: Arc<str> = key.into();
        self.taken += entry.places;
        if entry.rank == Rank::Lasting {
            self.kept += entry.places;
        }
        self.queue(entry.rank).insert((entry.ends, key.clone()));
        self.entries.insert(key, entry);
        Ok(())
    }

    /// Makes room in place of what is under `key`, which itself stays: of what has ended, then of what
    /// gives way. Where that is not enough, nothing gives way.
    fn make_room(&mut self, key: &str, entry: &Entry, room: Room) -> Result<(), StoreError> {
        let (places, lasts) = (entry.places, entry.rank == Rank::Lasting);
        let most_kept = if lasts { room.for_lasting() } else { room.most };
        let fits_beside = |kept: usize| kept + places <= most_kept;
        let fits = |(taken, kept)| taken + places <= room.most && fits_beside(kept);
        while !fits(self.without(key)) {
            let Some(ended) = self.ended(key, room.now) else {
                break;
            };
            self.remove(&ended);
        }
        let full = || StoreError::new("it is full");
        if !fits_beside(self.without(key).1) {
            return Err(full());
        }
        while !fits(self.without(key)) {
            let yielding = self.yielding(key).ok_or_else(full)?;
            self.remove(&yielding);
        }
        Ok(())
    }

    /// What all entries take but this one, and what those take that last.
    fn without(&self, key: &str) -> (usize, usize) {
        match self.entries.get(key) {
            None => (self.taken, self.kept),
            Some(it) if it.rank == Rank::Lasting => (self.taken - it.places, self.kept - it.places),
            Some(it) => (self.taken - it.places, self.kept),
        }
    }

    /// What would last and is over.
    fn ended(&self, key: &str, now: SystemTime) -> Option<Arc<str>> {
        let over = self.lasting.iter().take_while(|(ends, _)| *ends <= now);
        over.map(|(_, other)| other)
            .find(|it| ***it != *key)
            .cloned()
    }

    /// What gives way next. Of counters one from the longest queue, so that each queue keeps its share
    /// whatever floods another.
    fn yielding(&self, key: &str) -> Option<Arc<str>> {
        let next = |queue: &Queue| {
            let mut others = queue.iter().filter(|(_, other)| **other != *key);
            others.next().map(|(_, other)| (queue.len(), other.clone()))
        };
        let counter = || self.counters.iter().filter_map(next).max_by_key(|it| it.0);
        next(&self.cached).or_else(counter).map(|(_, other)| other)
    }
}

#[cfg(test)]
impl Held {
    /// Whether each entry waits in its queue, and nothing else does.
    pub(super) fn is_consistent(&self) -> bool {
        let waiting: usize = self.queues().map(BTreeSet::len).sum();
        let kept = self.entries.values().filter(|it| it.rank == Rank::Lasting);
        let kept: usize = kept.map(|it| it.places).sum();
        let in_place = self.entries.iter().all(|(key, entry)| {
            let queue = match entry.rank {
                Rank::Lasting => &self.lasting,
                Rank::Cached => &self.cached,
                Rank::Counter(index) => &self.counters[index],
            };
            queue.contains(&(entry.ends, key.clone()))
        });
        in_place && waiting == self.entries.len() && kept == self.kept
    }
}
