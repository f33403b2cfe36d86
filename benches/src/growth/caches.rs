//! One cache for all workers, beside one for each, under two of them.
//!
//! The caches are those that the runtime uses, and what is in them has the shape of what it remembers.

use std::hint::black_box;
use std::sync::Arc;
use std::thread::{self, ScopedJoinHandle};
use std::time::Instant;

use quick_cache::sync::Cache as Shared;
use quick_cache::unsync::Cache as Own;
use serde_json::json;

use super::drive::measured_operations;
use super::minted::Issuer;

const ENTRIES: usize = 10_000;
const WORKERS: usize = 2;
const ROUNDS: usize = 21;
const LOOKUPS: usize = 1_000_000;

type Key = Box<[u8]>;

/// As large as what stands in the runtime's cache, and as costly to clone.
#[derive(Clone)]
struct Value {
    known: Arc<[u8; 256]>,
    _fingerprint: [u8; 32],
    _times: [u64; 6],
}

impl Value {
    fn new() -> Self {
        Self {
            known: Arc::new([1; 256]),
            _fingerprint: [2; 32],
            _times: [3; 6],
        }
    }
}

/// Which tokens come, in which order, to each worker.
struct Load {
    name: &'static str,
    tokens: Vec<Key>,
    orders: [Vec<u32>; WORKERS],
}

/// Times both kinds in rounds, one after the other, and says how they compare.
pub fn time() {
    for load in loads() {
        let mut rounds = Vec::new();
        for _ in 0..ROUNDS {
            rounds.push((shared(&load), own(&load)));
        }
        // The first filled the memory of the process.
        let mut ratios: Vec<_> = rounds[1..]
            .iter()
            .map(|(shared, own)| shared.0 / own.0)
            .collect();
        ratios.sort_by(f64::total_cmp);
        let times = |pick: fn(&(Round, Round)) -> f64| {
            let mut all: Vec<_> = rounds[1..].iter().map(pick).collect();
            all.sort_by(f64::total_cmp);
            all[all.len() / 2]
        };
        let (_, last) = (&load, rounds.last().expect("there were rounds"));
        let line = json!({
            "load": load.name,
            "shared_nanoseconds": times(|it| it.0.0),
            "own_nanoseconds": times(|it| it.1.0),
            "ratio": ratios[ratios.len() / 2],
            "ratio_from": ratios[ratios.len() / 4],
            "ratio_to": ratios[ratios.len() * 3 / 4],
            "shared_hits": last.0.1,
            "own_hits": last.1.1,
            "shared_entries": last.0.2,
            "own_entries": last.1.2,
        });
        println!("{line}");
    }
}

/// Nanoseconds of a lookup, the share of hits, and how many entries there are in the end.
type Round = (f64, f64, usize);

fn shared(load: &Load) -> Round {
    let cache = Shared::new(ENTRIES);
    let work = |order: &[u32]| look_up_shared(&cache, &load.tokens, order);
    for order in &load.orders {
        work(order);
    }
    let (nanoseconds, hits) = in_two_threads(load, |order| timed(order, work));
    (nanoseconds, hits, cache.len())
}

fn own(load: &Load) -> Round {
    let entries = std::sync::atomic::AtomicUsize::new(0);
    let (nanoseconds, hits) = in_two_threads(load, |order| {
        let mut cache = Own::new(ENTRIES);
        look_up_own(&mut cache, &load.tokens, order);
        let began = Instant::now();
        let hits = look_up_own(&mut cache, &load.tokens, order);
        entries.fetch_add(cache.len(), std::sync::atomic::Ordering::Relaxed);
        (began.elapsed().as_nanos(), hits)
    });
    (nanoseconds, hits, entries.into_inner())
}

fn timed(order: &[u32], work: impl Fn(&[u32]) -> usize) -> (u128, usize) {
    let began = Instant::now();
    let hits = work(order);
    (began.elapsed().as_nanos(), hits)
}

/// Nanoseconds for a lookup, and the share of hits.
fn in_two_threads(load: &Load, work: impl Fn(&[u32]) -> (u128, usize) + Sync) -> (f64, f64) {
    let work = &work;
    let both: Vec<_> = thread::scope(|scope| {
        let workers: Vec<_> = load
            .orders
            .iter()
            .map(|order| scope.spawn(move || work(order)))
            .collect();
        let done = workers.into_iter().map(ScopedJoinHandle::join);
        done.map(|it| it.expect("no worker fails")).collect()
    });
    let lookups = u32::try_from(load.orders.iter().map(Vec::len).sum::<usize>());
    let lookups = f64::from(lookups.expect("there are not so many"));
    let nanoseconds: f64 = both.iter().map(|it| to_f64(it.0)).sum();
    let hits: f64 = both.iter().map(|it| to_f64(it.1 as u128)).sum();
    (nanoseconds / lookups, hits / lookups)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "less than a second, in nanoseconds"
)]
fn to_f64(number: u128) -> f64 {
    number as f64
}

fn look_up_shared(cache: &Shared<Key, Value>, tokens: &[Key], order: &[u32]) -> usize {
    let mut hits = 0;
    for token in order {
        let token = &tokens[*token as usize];
        match cache.get(&**token) {
            Some(value) => hits += usize::from(black_box(value.known[0])),
            None => cache.insert(token.clone(), Value::new()),
        }
    }
    hits
}

fn look_up_own(cache: &mut Own<Key, Value>, tokens: &[Key], order: &[u32]) -> usize {
    let mut hits = 0;
    for token in order {
        let token = &tokens[*token as usize];
        match cache.get(&**token).cloned() {
            Some(value) => hits += usize::from(black_box(value.known[0])),
            None => cache.insert(token.clone(), Value::new()),
        }
    }
    hits
}

/// One hot token; 1,000 in turn, each worker beginning elsewhere; and 9,000 of which one comes, or, each 20th time, one
/// that never came.
fn loads() -> [Load; 3] {
    let issuer = Issuer::new();
    let tokens = |count| {
        (0..count)
            .map(|it| issuer.token(it).into_bytes().into())
            .collect()
    };
    let orders = |order: &dyn Fn(usize, usize) -> usize| {
        [0, 1].map(|worker| {
            let order = (0..LOOKUPS).map(|number| order(worker, number));
            order
                .map(|it| u32::try_from(it).expect("it is small"))
                .collect()
        })
    };
    [
        Load {
            name: "one token",
            tokens: tokens(1),
            orders: orders(&|_, _| 0),
        },
        Load {
            name: "1,000 tokens in turn",
            tokens: tokens(1_000),
            orders: orders(&|worker, number| (number + worker * 500) % 1_000),
        },
        Load {
            name: "9,000 tokens at random, 5 % others",
            tokens: tokens(9_000 + WORKERS * LOOKUPS / 20),
            orders: orders(&|worker, number| match number % 20 {
                0 => 9_000 + (worker * LOOKUPS + number) / 20,
                _ => scattered(worker * LOOKUPS + number) % 9_000,
            }),
        },
    ]
}

/// A number that looks random (`SplitMix64`).
fn scattered(number: usize) -> usize {
    let mut mixed = (number as u64)
        .wrapping_add(1)
        .wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    usize::try_from((mixed ^ (mixed >> 31)) >> 32).unwrap_or_default()
}

/// One worker's lookups of each load, for callgrind: `shared` or `own`.
pub fn count(kind: &str) {
    const SOME: usize = 10_000;
    for load in loads() {
        let order = &load.orders[0][..SOME];
        let (shared, mut own) = (Shared::new(ENTRIES), Own::new(ENTRIES));
        let mut look_up = || {
            match kind {
                "shared" => look_up_shared(&shared, &load.tokens, order),
                "own" => look_up_own(&mut own, &load.tokens, order),
                other => panic!("a cache is shared or own, not {other}"),
            };
        };
        measured_operations(&mut || {}, 1);
        measured_operations(&mut look_up, 1);
        measured_operations(&mut look_up, 1);
        let line = json!({"series": format!("{}, {kind}", load.name), "n": load.tokens.len(), "status": 0, "count": SOME, "unit": "lookup"});
        println!("{line}");
    }
}
