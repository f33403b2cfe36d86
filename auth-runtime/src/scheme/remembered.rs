//! Credentials that were found good a short while ago, by a keyed digest and never as they are.

use std::sync::{Arc, Mutex, TryLockError};
use std::time::{Duration, Instant, SystemTime};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::bounded::Bounded;
use crate::clock::Clock;

/// How many are remembered. Others give way to those that come again.
const ENTRIES: usize = 10_000;

/// A credential that was taken back elsewhere is good for no longer than that.
const LONGEST_AGE: Duration = Duration::from_secs(15 * 60);

/// What good credentials turned out to be worth, for all workers. No `Debug`.
pub(crate) struct Remembered<V> {
    /// Under a key that this process alone knows, and only in memory. Digests are looked up in an
    /// ordinary map: what its time betrays of one, nobody can turn into a credential.
    mac: Hmac<Sha256>,
    entries: Bounded<Digest, Entry<V>>,
    age: Duration,
    clock: Arc<dyn Clock>,
    /// When those that are over were last thrown out.
    swept: Mutex<Moment>,
}

type Digest = [u8; 32];

#[derive(Clone)]
struct Entry<V> {
    value: V,
    since: Moment,
}

impl<V: Clone> Remembered<V> {
    /// Remembers for that long. Nothing, if that is no time. `what` names the credentials, in case
    /// that something is wrong.
    pub(crate) fn new(
        what: &str,
        age: Duration,
        clock: &Arc<dyn Clock>,
    ) -> Result<Option<Arc<Self>>, String> {
        if age.is_zero() {
            return Ok(None);
        }
        if age > LONGEST_AGE {
            return Err(format!(
                "{what} would be remembered for {age:?}: give `.remember_for(…)` at most \
                 {LONGEST_AGE:?}, or `Duration::ZERO` to remember none"
            ));
        }
        let mut key = Zeroizing::new([0; 32]);
        getrandom::fill(key.as_mut()).map_err(|cause| {
            format!("{what} cannot be remembered without random bytes: {cause}")
        })?;
        let mac = Hmac::new_from_slice(key.as_ref());
        let mac = mac.map_err(|_| format!("{what} cannot be remembered: the key makes no MAC"))?;
        Ok(Some(Arc::new(Self {
            mac,
            entries: Bounded::new(ENTRIES, ENTRIES as u64),
            age,
            clock: clock.clone(),
            swept: Mutex::new(Moment::now(clock.as_ref())),
        })))
    }

    /// Where what is known of these parts would stand. From now on counts its age: ask for it before
    /// whoever knows better is asked.
    pub(crate) fn slot(self: &Arc<Self>, parts: &[&[u8]]) -> Slot<V> {
        let mut mac = self.mac.clone();
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        Slot {
            digest: mac.finalize().into_bytes().into(),
            since: self.now(),
            remembered: self.clone(),
        }
    }

    fn now(&self) -> Moment {
        Moment::now(self.clock.as_ref())
    }

    /// Throws out what is over, once in an age: nothing of it is to stay for want of others.
    fn sweep(&self) {
        // The clock is the application's: not under the lock.
        let now = self.now();
        let mut swept = match self.swept.try_lock() {
            Ok(swept) => swept,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            // Somebody else is at it.
            Err(TryLockError::WouldBlock) => return,
        };
        if !swept.is_within(self.age, now) {
            *swept = now;
            let is_recent = |entry: &Entry<V>| entry.since.is_within(self.age, now);
            self.entries.retain(is_recent);
        }
    }
}

/// The place of one credential.
pub(crate) struct Slot<V> {
    remembered: Arc<Remembered<V>>,
    digest: Digest,
    since: Moment,
}

impl<V: Clone> Slot<V> {
    /// What was remembered, if it is young enough and `still` counts. Otherwise it is forgotten.
    pub(crate) fn recall(&self, still: impl FnOnce(&V) -> bool) -> Option<V> {
        let Remembered { entries, age, .. } = &*self.remembered;
        let entry = entries.get(&self.digest)?;
        if entry.since.is_within(*age, self.remembered.now()) && still(&entry.value) {
            return Some(entry.value);
        }
        entries.remove(&self.digest);
        None
    }

    /// Remembers a credential that was found good.
    pub(crate) fn fill(self, value: V) {
        let since = self.since;
        let entry = Entry { value, since };
        self.remembered.entries.insert(self.digest, entry, 1);
        self.remembered.sweep();
    }

    /// What the configured clock said when the slot was asked for.
    #[cfg(feature = "api_key")]
    pub(crate) fn since(&self) -> SystemTime {
        self.since.told
    }
}

impl<V> Clone for Slot<V> {
    fn clone(&self) -> Self {
        let remembered = self.remembered.clone();
        Self {
            remembered,
            ..*self
        }
    }
}

/// When something happened, by the configured clock and by one that nobody sets.
#[derive(Clone, Copy)]
struct Moment {
    told: SystemTime,
    steady: Instant,
}

impl Moment {
    fn now(clock: &dyn Clock) -> Self {
        Self {
            told: clock.now(),
            steady: Instant::now(),
        }
    }

    /// Whether less time than that has passed since, by both: a clock that is set back, or stands
    /// still, makes nothing younger.
    fn is_within(self, age: Duration, now: Self) -> bool {
        let told = now.told.duration_since(self.told);
        told.is_ok_and(|passed| passed < age)
            && now.steady.saturating_duration_since(self.steady) < age
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
    use std::thread;
    use std::time::{Duration, Instant, SystemTime};

    use super::{ENTRIES, LONGEST_AGE, Moment, Remembered, Slot};
    use crate::clock::Clock;

    const AGE: Duration = Duration::from_secs(300);

    /// Seconds after 1970, or before.
    fn at(seconds: i64) -> SystemTime {
        let distance = Duration::from_secs(seconds.unsigned_abs());
        if seconds < 0 {
            SystemTime::UNIX_EPOCH - distance
        } else {
            SystemTime::UNIX_EPOCH + distance
        }
    }

    fn memory<V: Clone>(start: i64) -> (Arc<Remembered<V>>, Arc<AtomicI64>) {
        let time = Arc::new(AtomicI64::new(start));
        let told = time.clone();
        let clock: Arc<dyn Clock> = Arc::new(move || at(told.load(Ordering::Relaxed)));
        (
            Remembered::new("words", AGE, &clock).unwrap().unwrap(),
            time,
        )
    }

    fn held<V: Clone>(memory: &Remembered<V>) -> usize {
        let held = AtomicUsize::new(0);
        memory.entries.retain(|_| {
            held.fetch_add(1, Ordering::Relaxed);
            true
        });
        held.into_inner()
    }

    fn is_known(slot: &Slot<()>) -> bool {
        slot.recall(|()| true).is_some()
    }

    #[test]
    fn only_what_was_found_good_is_known() {
        let (memory, _) = memory(0);
        let slot = memory.slot(&[b"ada", b"x"]);
        assert_eq!(slot.recall(|_| true), None);
        slot.fill(1);
        assert_eq!(memory.slot(&[b"ada", b"x"]).recall(|_| true), Some(1));
        for parts in [
            &[&b"ada"[..], b"y"][..],
            &[b"ada", b"x "],
            &[b"adax", b""],
            &[b"", b"adax"],
            &[b"ad", b"ax"],
            &[b"ada"],
            &[b"adax"],
            &[b"ada", b"x", b""],
            &[],
        ] {
            assert_eq!(memory.slot(parts).recall(|_| true), None, "{parts:?}");
        }
    }

    /// So what leaks of one process tells nothing of another's.
    #[test]
    fn each_has_a_key_of_its_own() {
        let digest = || memory::<()>(0).0.slot(&[b"x"]).digest;
        assert_ne!(digest(), digest());
        let (memory, _) = memory::<()>(0);
        assert_eq!(memory.slot(&[b"x"]).digest, memory.slot(&[b"x"]).digest);
    }

    #[test]
    fn what_is_too_old_is_forgotten() {
        // Before 1970 too, where some devices start.
        for start in [1_800_000_000, 0, -1_000_000] {
            let (memory, time) = memory(start);
            let slot = || memory.slot(&[b"x"]);
            slot().fill(());
            time.store(start + 299, Ordering::Relaxed);
            assert!(is_known(&slot()));
            time.store(start + 300, Ordering::Relaxed);
            assert!(!is_known(&slot()));
            time.store(start, Ordering::Relaxed);
            assert!(!is_known(&slot()), "it is gone, not only over");
        }
    }

    #[test]
    fn age_counts_from_before_the_answer() {
        let (memory, time) = memory(1000);
        let slot = memory.slot(&[b"x"]);
        time.store(1200, Ordering::Relaxed);
        slot.fill(());
        time.store(1300, Ordering::Relaxed);
        assert!(!is_known(&memory.slot(&[b"x"])));
    }

    #[test]
    fn a_clock_that_goes_back_makes_nothing_younger() {
        let (memory, time) = memory(1000);
        let slot = || memory.slot(&[b"x"]);
        slot().fill(());
        time.store(999, Ordering::Relaxed);
        assert!(!is_known(&slot()));
        // Set back by less than what has passed, and standing still.
        let then = Moment {
            told: at(1000),
            steady: Instant::now(),
        };
        for (told, passed, is_within) in [
            (1001, 299, true),
            (1001, 300, false),
            (1000, 300, false),
            (1299, 1, true),
            (1300, 1, false),
            (999, 1, false),
            (-5, 1, false),
        ] {
            let now = Moment {
                told: at(told),
                steady: then.steady + Duration::from_secs(passed),
            };
            assert_eq!(then.is_within(AGE, now), is_within, "{told} {passed}");
        }
    }

    #[test]
    fn what_does_not_count_any_more_is_forgotten() {
        let (memory, _) = memory(0);
        let slot = memory.slot(&[b"x"]);
        slot.clone().fill(7);
        assert_eq!(slot.recall(|seven| *seven != 7), None);
        assert_eq!(slot.recall(|_| true), None);
    }

    #[test]
    fn no_more_are_remembered_than_there_is_room_for() {
        let (memory, _) = memory(0);
        for number in 0..2 * ENTRIES {
            memory.slot(&[&number.to_be_bytes()]).fill(());
        }
        let held = held(&memory);
        assert!((ENTRIES / 2..=ENTRIES).contains(&held), "{held}");
    }

    #[test]
    fn what_is_over_does_not_stay_until_others_need_its_room() {
        let (memory, time) = memory(0);
        for number in 0..100_u8 {
            memory.slot(&[&[number]]).fill(());
        }
        time.store(200, Ordering::Relaxed);
        memory.slot(&[b"younger"]).fill(());
        assert_eq!(held(&memory), 101);
        time.store(300, Ordering::Relaxed);
        memory.slot(&[b"next"]).fill(());
        assert_eq!(held(&memory), 2);
    }

    #[test]
    fn several_threads_see_one_memory() {
        let (memory, _) = memory(0);
        let slot = |own: u8, round: u8| memory.slot(&[&[own, round]]);
        thread::scope(|scope| {
            for own in 0..4 {
                scope.spawn(move || {
                    for round in 0..200 {
                        slot(own, round).fill(own);
                        assert_eq!(slot(own, round).recall(|_| true), Some(own));
                    }
                });
            }
        });
        for (own, round) in (0..4).flat_map(|own| (0..200).map(move |round| (own, round))) {
            assert_eq!(slot(own, round).recall(|_| true), Some(own));
        }
    }

    #[test]
    fn it_is_for_a_short_while_or_not_at_all() {
        let clock: Arc<dyn Clock> = Arc::new(SystemTime::now);
        let new = |age| Remembered::<()>::new("words", age, &clock);
        assert!(new(Duration::ZERO).unwrap().is_none());
        assert!(new(LONGEST_AGE).unwrap().is_some());
        let problem = new(LONGEST_AGE + Duration::from_nanos(1)).err().unwrap();
        assert!(
            problem.starts_with("words ") && problem.contains(".remember_for(…)"),
            "{problem}"
        );
    }
}
