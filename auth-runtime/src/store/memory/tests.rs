use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use futures_util::FutureExt;
use proptest::collection::vec;
use proptest::prelude::*;

use super::MemoryStore;
use super::held::PLACE;
use crate::store::{Count, Store, StoreAnswer, StoreError};

/// A clock that stands until it is moved.
#[derive(Clone, Default)]
struct Hand(Arc<AtomicU64>);

impl Hand {
    fn advance(&self, seconds: u64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }

    fn store(&self, room: usize) -> MemoryStore {
        let hand = self.clone();
        MemoryStore::with_room_for(room).clock(move || {
            SystemTime::UNIX_EPOCH + Duration::from_secs(hand.0.load(Ordering::SeqCst))
        })
    }
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn answer<T>(answer: StoreAnswer<T>) -> Result<T, StoreError> {
    answer.wait().now_or_never().expect("nothing to wait for")
}

fn well<T>(it: StoreAnswer<T>) -> T {
    answer(it).expect("the store answers")
}

fn places(store: &MemoryStore) -> usize {
    let held = store.held.lock().expect("no poison");
    let sum = held.entries.values().map(|entry| entry.places).sum();
    assert_eq!(held.taken, sum);
    assert!(held.is_consistent());
    sum
}

#[test]
fn what_is_put_there_is_there_until_its_end() {
    let hand = Hand::default();
    let store = hand.store(9);
    well(store.put("revoked:a", b"first", seconds(5)));
    well(store.put("revoked:a", b"second", seconds(10)));
    hand.advance(9);
    assert_eq!(
        well(store.get("revoked:a")).as_deref(),
        Some(&b"second"[..])
    );
    hand.advance(1);
    assert_eq!(well(store.get("revoked:a")), None);
    assert_eq!(places(&store), 0);
}

#[test]
fn a_number_only_rises_and_stays_for_the_longer_of_both_times() {
    let hand = Hand::default();
    let store = hand.store(1);
    let number = || well(store.get("revoked:a")).map(|it| String::from_utf8(it).expect("digits"));
    assert_eq!(well(store.raise("revoked:a", 9, seconds(10))), 9);
    assert_eq!(well(store.raise("revoked:a", 10, seconds(5))), 10);
    assert_eq!(well(store.raise("revoked:a", 9, seconds(20))), 10);
    assert_eq!(well(store.raise("revoked:a", 11, seconds(3))), 11);
    hand.advance(19);
    assert_eq!(number().as_deref(), Some("11"));
    hand.advance(1);
    assert_eq!(number(), None);
    assert_eq!(well(store.raise("revoked:a", 0, seconds(10))), 0, "anew");
    assert_eq!(
        well(store.raise("revoked:a", u64::MAX, seconds(1))),
        u64::MAX
    );
    assert!(answer(store.raise("revoked:b", 1, seconds(10))).is_err());
    assert_eq!(number(), Some(u64::MAX.to_string()), "it gives no way");
}

#[test]
fn what_is_no_number_is_not_raised() {
    let store = Hand::default().store(9);
    well(store.put("put", b"text", seconds(10)));
    well(store.claim("claimed", seconds(10)));
    well(store.count("counted", 1, seconds(10)));
    for key in ["put", "claimed", "counted"] {
        assert!(answer(store.raise(key, 7, seconds(10))).is_err(), "{key}");
    }
    assert_eq!(well(store.get("put")).as_deref(), Some(&b"text"[..]));
    assert!(!well(store.claim("claimed", seconds(10))));
    assert_eq!(well(store.count("counted", 0, seconds(10))).total, 1);
}

#[test]
fn of_many_threads_the_largest_number_stays() {
    let store = Hand::default().store(9);
    thread::scope(|scope| {
        for thread in 0..8 {
            let store = &store;
            scope.spawn(move || {
                for n in 0..500 {
                    let number = (n * 8 + thread) % 4000;
                    assert!(well(store.raise("revoked:a", number, seconds(9))) >= number);
                }
            });
        }
    });
    assert_eq!(well(store.raise("revoked:a", 0, seconds(9))), 3999);
}

#[test]
fn a_mark_is_claimed_once_until_its_end() {
    let hand = Hand::default();
    let store = hand.store(9);
    assert!(well(store.claim("replay:a", seconds(10))));
    hand.advance(9);
    assert!(!well(store.claim("replay:a", seconds(10))));
    hand.advance(1);
    assert!(well(store.claim("replay:a", seconds(10))));
}

#[test]
fn a_counter_ends_a_while_after_its_first_count() {
    let hand = Hand::default();
    let store = hand.store(9);
    assert_eq!(well(store.count("a", 0, seconds(10))), Count::default());
    assert_eq!(places(&store), 0, "reading leaves nothing");
    well(store.count("a", 1, seconds(10)));
    hand.advance(4);
    let (total, remaining) = (3, seconds(6));
    assert_eq!(
        well(store.count("a", 2, seconds(10))),
        Count { total, remaining }
    );
    hand.advance(6);
    assert_eq!(well(store.count("a", 0, seconds(10))), Count::default());
    well(store.count("a", u32::MAX, seconds(10)));
    assert_eq!(well(store.count("a", 9, seconds(10))).total, u32::MAX);
}

#[test]
fn a_mark_does_not_turn_into_a_counter() {
    let store = Hand::default().store(9);
    well(store.claim("replay:a", seconds(10)));
    assert!(answer(store.count("replay:a", 1, seconds(10))).is_err());
    assert!(!well(store.claim("replay:a", seconds(10))));
}

#[test]
fn cached_results_give_way_before_counters_and_the_soonest_to_end_first() {
    let store = Hand::default().store(4);
    well(store.count("throttle:client:soon", 1, seconds(5)));
    well(store.count("throttle:client:late", 1, seconds(9)));
    well(store.put("cached:late", b"x", seconds(20)));
    well(store.put("revoked:a", b"", seconds(1)));
    let total = |key: &str| well(store.count(key, 0, seconds(9))).total;
    assert!(well(store.claim("replay:a", seconds(30))));
    assert_eq!(well(store.get("cached:late")), None);
    assert_eq!(total("throttle:client:soon"), 1);
    assert!(well(store.claim("replay:b", seconds(30))));
    assert_eq!(total("throttle:client:soon"), 0);
    assert_eq!(total("throttle:client:late"), 1);
    assert!(well(store.get("revoked:a")).is_some());
    assert_eq!(places(&store), 4);
}

/// What any number of these does, be they ever so many.
fn flood(store: &MemoryStore, kinds: &[&str], total: u32) {
    for n in 0..2000 {
        for kind in kinds {
            well(store.count(&format!("throttle:{kind}:junk{n}"), total, seconds(900)));
        }
        assert!(places(store) <= 200);
    }
}

#[test]
fn counters_that_anybody_can_make_up_push_no_client_out_and_no_heavier_counter() {
    let store = Hand::default().store(200);
    let counted = [
        ("throttle:client:fresh", 1),
        ("throttle:client:full", 20),
        ("throttle:account:started", 2),
        ("throttle:account:full", 20),
        ("throttle:pair:full", 3),
    ];
    for (key, total) in counted {
        well(store.count(key, total, seconds(60)));
    }
    flood(&store, &["account", "pair"], 1);
    for (key, total) in counted {
        assert_eq!(well(store.count(key, 0, seconds(60))).total, total, "{key}");
    }
    flood(&store, &["account", "pair"], 7);
    let full = well(store.count("throttle:account:full", 0, seconds(60)));
    assert_eq!(full.total, 20);
    flood(&store, &["client"], 1);
    let full = well(store.count("throttle:client:full", 0, seconds(60)));
    assert_eq!(full.total, 20);
}

#[test]
fn a_counter_among_heavier_ones_is_not_always_the_next_to_go() {
    let store = Hand::default().store(200);
    flood(&store, &["client", "account", "pair"], 20);
    for n in 1..=20 {
        // All end at once here, and then the name decides: this one is the last.
        let count = well(store.count("throttle:client:new", 1, seconds(900)));
        assert_eq!(count.total, n);
        for other in 0..20 {
            for kind in ["client", "account", "pair"] {
                let key = format!("throttle:{kind}:{n}x{other}");
                well(store.count(&key, 1, seconds(900)));
            }
        }
    }
}

#[test]
fn marks_leave_a_quarter_to_counters() {
    let hand = Hand::default();
    let store = hand.store(100);
    for n in 0..75 {
        assert!(well(store.claim(&format!("replay:{n}"), seconds(10))));
    }
    assert!(answer(store.claim("replay:75", seconds(10))).is_err());
    assert!(answer(store.raise("revoked:a", 1, seconds(10))).is_err());
    for n in 0..50 {
        well(store.count(&format!("throttle:client:{n}"), 1, seconds(20)));
    }
    assert_eq!(places(&store), 100);
    hand.advance(10);
    assert!(well(store.claim("replay:75", seconds(10))), "room again");
}

#[test]
fn marks_and_revocations_that_fill_it_stay_and_the_next_is_an_error() {
    let hand = Hand::default();
    let store = hand.store(2);
    assert!(well(store.claim("replay:a", seconds(10))));
    well(store.put("revoked:a", b"now", seconds(20)));
    assert!(answer(store.claim("replay:b", seconds(10))).is_err());
    assert!(answer(store.put("revoked:b", b"", seconds(10))).is_err());
    assert!(answer(store.count("throttle:a", 1, seconds(10))).is_err());
    assert!(answer(store.put("cached:a", b"", seconds(10))).is_err());
    assert!(!well(store.claim("replay:a", seconds(10))));
    well(store.put("revoked:a", b"later", seconds(20)));
    assert!(well(store.get("revoked:a")).is_some());
    hand.advance(10);
    assert!(well(store.claim("replay:b", seconds(10))), "room again");
}

#[test]
fn a_change_that_does_not_fit_leaves_what_was_there() {
    let store = Hand::default().store(2);
    well(store.put("revoked:a", b"x", seconds(10)));
    well(store.count("throttle:a", 1, seconds(10)));
    assert!(answer(store.put("revoked:a", &[0; 2 * PLACE], seconds(10))).is_err());
    assert_eq!(well(store.get("revoked:a")).as_deref(), Some(&b"x"[..]));
    assert_eq!(well(store.count("throttle:a", 0, seconds(10))).total, 1);
}

#[test]
fn long_values_take_the_room_of_several() {
    let store = Hand::default().store(10);
    for n in 0..100 {
        well(store.put(&format!("cached:{n}"), &[0; 3 * PLACE], seconds(10)));
        assert!(places(&store) <= 10);
    }
    assert!(answer(store.put("cached:huge", &[0; 11 * PLACE], seconds(10))).is_err());
}

#[test]
fn what_has_ended_is_not_there_even_before_it_is_cleared_away() {
    let hand = Hand::default();
    let store = hand.store(1000);
    for n in 0..500 {
        well(store.claim(&format!("replay:{n}"), seconds(10)));
    }
    hand.advance(10);
    assert_eq!(well(store.get("replay:499")), None);
    assert!(places(&store) > 400, "not all at once");
    assert!(well(store.claim("replay:499", seconds(10))));
    (0..100).for_each(|_| drop(well(store.get("x"))));
    assert_eq!(places(&store), 1);
}

#[test]
fn nothing_is_kept_for_ever() {
    let store = MemoryStore::new();
    assert!(answer(store.claim("a", Duration::MAX)).is_err());
    assert!(answer(store.put("a", b"", Duration::MAX)).is_err());
    assert!(answer(store.raise("a", 1, Duration::MAX)).is_err());
    assert!(answer(store.count("a", 1, Duration::MAX)).is_err());
}

#[test]
fn of_many_threads_one_claims_a_mark_and_every_count_counts() {
    let store = Hand::default().store(1000);
    let work = || {
        let claimed = (0..500).filter(|n| well(store.claim(&format!("replay:{n}"), seconds(9))));
        let claimed = claimed.count();
        for _ in 0..500 {
            well(store.count("throttle:a", 1, seconds(9)));
        }
        claimed
    };
    let claimed: usize = thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(work)).collect();
        threads.into_iter().map(|it| it.join().expect("ends")).sum()
    });
    assert_eq!(claimed, 500);
    assert_eq!(
        well(store.count("throttle:a", 0, seconds(9))).total,
        8 * 500
    );
}

#[test]
fn debug_shows_nothing_of_what_it_holds() {
    let store = MemoryStore::new();
    well(store.put("revoked:alice", b"secret", seconds(9)));
    let text = format!("{store:?}");
    assert!(
        !text.contains("alice") && !text.contains("secret"),
        "{text}"
    );
}

#[derive(Debug, Clone)]
enum Step {
    Get(u8),
    Put(u8, u8, u64),
    Claim(u8, u64),
    Count(u8, u32, u64),
    Wait(u64),
}

fn step() -> impl Strategy<Value = Step> {
    let key = 0..4_u8;
    prop_oneof![
        key.clone().prop_map(Step::Get),
        (key.clone(), any::<u8>(), 0..6_u64).prop_map(|(k, v, t)| Step::Put(k, v, t)),
        (key.clone(), 0..6_u64).prop_map(|(k, t)| Step::Claim(k, t)),
        (key, 0..3_u32, 0..6_u64).prop_map(|(k, n, t)| Step::Count(k, n, t)),
        (0..4_u64).prop_map(Step::Wait),
    ]
}

/// The same, without bounds, in the plainest way.
#[derive(Default)]
struct Model {
    now: u64,
    bytes: HashMap<String, (Vec<u8>, u64)>,
    counts: HashMap<String, (u32, u64)>,
}

impl Model {
    fn get(&self, key: &str) -> Option<Vec<u8>> {
        let (value, ends) = self.bytes.get(key)?;
        (*ends > self.now).then(|| value.clone())
    }

    fn count(&mut self, key: &str, add: u32, keep: u64) -> Count {
        let old = self.counts.get(key).filter(|(_, ends)| *ends > self.now);
        let (total, ends) = old.copied().unwrap_or((0, self.now + keep));
        if total + add == 0 {
            return Count::default();
        }
        self.counts.insert(key.into(), (total + add, ends));
        Count {
            total: total + add,
            remaining: seconds(ends - self.now),
        }
    }
}

proptest! {
    #[test]
    fn it_does_what_a_simple_model_does(steps in vec(step(), 0..80)) {
        let (hand, mut model) = (Hand::default(), Model::default());
        let store = hand.store(100);
        for step in steps {
            match step {
                Step::Get(key) => {
                    let key = format!("mark:{key}");
                    prop_assert_eq!(well(store.get(&key)), model.get(&key));
                }
                Step::Put(key, value, keep) => {
                    let key = format!("mark:{key}");
                    well(store.put(&key, &[value], seconds(keep)));
                    model.bytes.insert(key, (vec![value], model.now + keep));
                }
                Step::Claim(key, keep) => {
                    let key = format!("mark:{key}");
                    let is_first = model.get(&key).is_none();
                    prop_assert_eq!(well(store.claim(&key, seconds(keep))), is_first);
                    if is_first {
                        model.bytes.insert(key, (Vec::new(), model.now + keep));
                    }
                }
                Step::Count(key, add, keep) => {
                    let key = format!("counter:{key}");
                    let count = well(store.count(&key, add, seconds(keep)));
                    prop_assert_eq!(count, model.count(&key, add, keep));
                }
                Step::Wait(time) => {
                    hand.advance(time);
                    model.now += time;
                }
            }
            places(&store);
        }
    }

    #[test]
    fn it_never_takes_more_than_its_room(
        steps in vec((0..4_u8, 0..40_u8, 0..9_u64, 0..900_usize), 0..120),
        room in 0..12_usize,
    ) {
        let hand = Hand::default();
        let store = hand.store(room);
        let mut marks = HashMap::new();
        let mut now = 0;
        for (kind, key, keep, length) in steps {
            match kind {
                0 => drop(answer(store.put(&format!("cached:{key}"), &vec![0; length], seconds(keep)))),
                1 => {
                    let kind = ["client", "account", "pair", "other"][usize::from(key % 4)];
                    let key = format!("throttle:{kind}:{key}");
                    let add = u32::from(length % 5 == 0) + 1;
                    drop(answer(store.count(&key, add, seconds(keep))));
                }
                2 => {
                    hand.advance(keep / 3);
                    now += keep / 3;
                }
                _ => {
                    if let Ok(is_first) = answer(store.claim(&format!("replay:{key}"), seconds(keep))) {
                        let until = marks.get(&key).copied().unwrap_or(0);
                        prop_assert_eq!(is_first, until <= now, "no mark is dropped early");
                        if is_first {
                            marks.insert(key, now + keep);
                        }
                    }
                }
            }
            prop_assert!(places(&store) <= room);
        }
    }
}
