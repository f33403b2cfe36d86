//! A map that forgets: entries up to a number and up to a size, whichever is reached first.

use std::borrow::Borrow;
use std::fmt;
use std::hash::Hash;

use quick_cache::Weighter;
use quick_cache::sync::Cache;

/// Shared by all workers. What gives way is what was asked for least of late, and first of all what was
/// put there and not asked for since (S3-FIFO): whoever brings many entries pushes out its own.
///
/// Each lookup takes the read lock of one shard; only an insert takes it for writing. The hash is keyed
/// with a random number, and keys are compared whole.
pub(crate) struct Bounded<K, V> {
    entries: Cache<K, Entry<V>, BySize>,
}

#[derive(Clone)]
struct Entry<V> {
    value: V,
    size: u64,
}

/// Weighs an entry by its bytes, and at least so much that no more fit than may be there.
#[derive(Clone)]
struct BySize {
    least: u64,
}

impl<K, V> Weighter<K, Entry<V>> for BySize {
    fn weight(&self, _: &K, entry: &Entry<V>) -> u64 {
        entry.size.max(self.least)
    }
}

impl<K: Eq + Hash, V: Clone> Bounded<K, V> {
    /// Room for so many entries, of so many bytes together.
    pub(crate) fn new(entries: usize, bytes: u64) -> Self {
        let least = bytes.div_ceil(entries.max(1) as u64).max(1);
        Self {
            entries: Cache::with_weighter(entries, bytes, BySize { least }),
        }
    }

    pub(crate) fn get<Q>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        self.entries.get(key).map(|entry| entry.value)
    }

    /// `size` is what key and value take, in bytes. One that is larger than the room is not kept.
    pub(crate) fn insert(&self, key: K, value: V, size: usize) {
        let size = size as u64;
        self.entries.insert(key, Entry { value, size });
    }

    pub(crate) fn remove<Q>(&self, key: &Q)
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        self.entries.remove(key);
    }

    /// Keeps those that the function says yes to. Visits each, and locks shard by shard.
    #[cfg(any(feature = "api_key", feature = "basic"))]
    pub(crate) fn retain(&self, keep: impl Fn(&V) -> bool) {
        self.entries.retain(|_, entry| keep(&entry.value));
    }
}

/// Without what it holds.
impl<K, V> fmt::Debug for Bounded<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bounded").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::Bounded;

    fn held(map: &Bounded<u32, u32>, keys: impl Iterator<Item = u32>) -> usize {
        keys.filter(|key| map.get(key).is_some()).count()
    }

    #[test]
    fn holds_no_more_entries_than_it_may() {
        let map = Bounded::new(1000, 1_000_000);
        for key in 0..10_000 {
            map.insert(key, key, 1);
        }
        let held = held(&map, 0..10_000);
        assert!((500..=1000).contains(&held), "{held}");
    }

    #[test]
    fn holds_no_more_bytes_than_it_may() {
        let map = Bounded::new(1000, 1_000_000);
        for key in 0..10_000 {
            map.insert(key, key, 10_000);
        }
        let held = held(&map, 0..10_000);
        assert!((50..=100).contains(&held), "{held}");
    }

    #[test]
    fn what_is_too_large_is_not_there_and_pushes_nothing_out() {
        let map = Bounded::new(1000, 1_000_000);
        for key in 0..100 {
            map.insert(key, key, 1);
        }
        map.insert(1000, 0, 2_000_000);
        assert_eq!(map.get(&1000), None);
        assert_eq!(held(&map, 0..100), 100);
    }

    /// Those in use stay, whoever else brings entries by the hundred thousand.
    #[test]
    fn a_flood_pushes_out_itself() {
        let map = Bounded::new(1000, 1_000_000);
        for key in 0..100 {
            map.insert(key, key, 1);
        }
        for flood in 1_000..101_000 {
            map.insert(flood, flood, 1);
            if flood % 5 == 0 {
                map.get(&(flood / 5 % 100));
            }
        }
        let held = held(&map, 0..100);
        assert!(held >= 95, "{held} of 100 stayed");
    }

    #[test]
    fn what_is_removed_is_gone() {
        let map = Bounded::new(10, 1000);
        map.insert(1, 1, 1);
        map.remove(&1);
        assert_eq!(map.get(&1), None);
    }
}
