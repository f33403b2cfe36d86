//! The store in Redis, without a server around it.

use std::net::TcpListener;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use actix_web::{App, rt, web};
use auth_runtime::{Auth, Count, RedisStore, Store, StoreAnswer, StoreError, allow_anonymous, get};
use tests::server::Server;

use crate::one_client::ask;
use crate::redis::{Redis, eventually};

const MINUTE: Duration = Duration::from_secs(60);

fn answer<T: 'static>(answer: StoreAnswer<T>) -> Result<T, StoreError> {
    rt::System::new().block_on(answer.wait())
}

fn well<T: 'static>(it: StoreAnswer<T>) -> T {
    answer(it).expect("Redis answers")
}

fn at(redis: &Redis) -> RedisStore {
    // On a machine with much to do an answer may take its time; those that never come are tested below.
    RedisStore::at(&redis.url())
        .unwrap()
        .timeout(Duration::from_secs(10))
}

#[test]
fn what_is_put_there_is_there_and_ends() {
    let Some(redis) = Redis::start(&[]) else {
        return;
    };
    let store = at(&redis);
    assert_eq!(well(store.get("revoked:a")), None);
    well(store.put("revoked:a", b"first", MINUTE));
    well(store.put("revoked:a", b"\0\xff\r\n", MINUTE));
    assert_eq!(well(store.get("revoked:a")).unwrap(), b"\0\xff\r\n");
    well(store.put("revoked:soon", b"", Duration::ZERO));
    eventually("it ends", || well(store.get("revoked:soon")).is_none());
    assert!(well(store.claim("replay:a", Duration::from_millis(1))));
    eventually("it ends", || well(store.claim("replay:a", MINUTE)));
    assert!(!well(store.claim("replay:a", MINUTE)));
    assert_eq!(redis.tell("TTL auth:revoked:a"), ":60");
    assert_eq!(redis.tell("TTL auth:replay:a"), ":60");
}

#[test]
fn a_counter_has_an_end_from_its_first_count() {
    let Some(redis) = Redis::start(&[]) else {
        return;
    };
    let store = at(&redis);
    assert_eq!(well(store.count("a", 0, MINUTE)), Count::default());
    assert_eq!(redis.tell("EXISTS auth:a"), ":0", "reading leaves nothing");
    assert_eq!(well(store.count("a", 1, MINUTE)).total, 1);
    assert_eq!(well(store.count("a", 2, 60 * MINUTE)).total, 3);
    let read = well(store.count("a", 0, MINUTE));
    assert_eq!(read.total, 3);
    assert!(
        Duration::ZERO < read.remaining && read.remaining <= MINUTE,
        "{read:?}"
    );
    assert_eq!(redis.tell("SET auth:b 7"), "+OK");
    let healed = well(store.count("b", 1, MINUTE));
    assert_eq!(
        (healed.total, healed.remaining),
        (8, MINUTE),
        "one without an end"
    );
    assert_eq!(redis.tell("TTL auth:b"), ":60");
}

#[test]
fn a_number_only_rises_and_stays_for_the_longer_of_both_times() {
    let Some(redis) = Redis::start(&[]) else {
        return;
    };
    let store = at(&redis);
    let larger_than_lua_counts = [1 << 53, (1 << 53) + 1, u64::MAX - 1, u64::MAX];
    for number in [0, 9, 10, 99].into_iter().chain(larger_than_lua_counts) {
        assert_eq!(well(store.raise("revoked:a", number, MINUTE)), number);
        for smaller in [0, 1, 9, number / 2, number.saturating_sub(1)] {
            let smaller = smaller.min(number);
            assert_eq!(well(store.raise("revoked:a", smaller, MINUTE)), number);
        }
    }
    let digits = well(store.get("revoked:a")).unwrap();
    assert_eq!(digits, u64::MAX.to_string().as_bytes());
    assert_eq!(redis.tell("TTL auth:revoked:a"), ":60");
    well(store.raise("revoked:a", 1, 10 * MINUTE));
    assert_eq!(redis.tell("TTL auth:revoked:a"), ":600");
    well(store.raise("revoked:a", 1, MINUTE));
    assert_eq!(redis.tell("TTL auth:revoked:a"), ":600");
    assert_eq!(redis.tell("SET auth:b 7"), "+OK");
    assert_eq!(well(store.raise("b", 1, MINUTE)), 7, "one without an end");
    assert_eq!(redis.tell("TTL auth:b"), ":60");
}

#[test]
fn of_many_threads_the_largest_number_stays() {
    let Some(redis) = Redis::start(&[]) else {
        return;
    };
    let stores = [at(&redis), at(&redis)];
    thread::scope(|scope| {
        for thread in 0..8_u64 {
            let store = &stores[usize::from(thread % 2 == 0)];
            scope.spawn(move || {
                for n in 0..25 {
                    let number = (n * 8 + thread) * 7 % 200;
                    assert!(well(store.raise("a", number, MINUTE)) >= number);
                }
            });
        }
    });
    assert_eq!(well(stores[0].raise("a", 0, MINUTE)), 199);
}

#[test]
fn of_many_threads_one_claims_a_mark_and_every_count_counts() {
    let Some(redis) = Redis::start(&[]) else {
        return;
    };
    let stores = [at(&redis), at(&redis)];
    let claimed: usize = thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|n| {
                let store = &stores[n % 2];
                scope.spawn(move || {
                    for _ in 0..50 {
                        well(store.count("a", 1, MINUTE));
                    }
                    let claims = (0..50).filter(|n| well(store.claim(&format!("{n}"), MINUTE)));
                    claims.count()
                })
            })
            .collect();
        threads.into_iter().map(|it| it.join().unwrap()).sum()
    });
    assert_eq!(claimed, 50);
    assert_eq!(well(stores[0].count("a", 0, MINUTE)).total, 400);
}

#[test]
fn applications_with_prefixes_of_their_own_do_not_meet() {
    let Some(redis) = Redis::start(&[]) else {
        return;
    };
    let (one, other) = (at(&redis).prefix("one:"), at(&redis).prefix("other:"));
    assert!(well(one.claim("a", MINUTE)));
    assert!(well(other.claim("a", MINUTE)));
}

#[test]
fn a_connection_that_was_closed_meanwhile_costs_no_request() {
    let Some(mut redis) = Redis::start(&[]) else {
        return;
    };
    let store = at(&redis);
    for n in 1..20 {
        assert_eq!(well(store.count("a", 1, MINUTE)).total, n);
        assert_eq!(redis.tell("CLIENT KILL TYPE normal SKIPME yes"), ":1");
    }
    redis.restart();
    assert!(well(store.claim("a", MINUTE)));
}

#[test]
fn what_does_not_fit_is_an_error() {
    let Some(redis) = Redis::start(&[]) else {
        return;
    };
    let store = at(&redis);
    assert!(answer(store.put("a", &vec![0; 65 * 1024], MINUTE)).is_err());
    assert!(answer(store.put("a", b"", Duration::MAX)).is_err());
    assert!(answer(store.raise("a", 1, Duration::MAX)).is_err());
    assert!(answer(store.claim("a", Duration::MAX)).is_err());
    assert!(answer(store.count("a", 1, Duration::MAX)).is_err());
    assert!(well(store.claim("a", MINUTE)), "none of them left anything");
    assert!(
        answer(store.count("a", 1, MINUTE)).is_err(),
        "a mark is no counter"
    );
    assert!(
        answer(store.raise("a", 1, MINUTE)).is_err(),
        "and no number"
    );
    assert!(!well(store.claim("a", MINUTE)));
}

#[test]
fn a_wrong_password_is_an_error_that_does_not_repeat_it() {
    let Some(redis) = Redis::start(&["--requirepass", "right-secret"]) else {
        return;
    };
    let place = redis.address();
    let wrong = RedisStore::at(&format!("redis://:wrong-secret@{place}/")).unwrap();
    let error = answer(wrong.claim("a", MINUTE)).expect_err("refused");
    let text = format!("{error} {error:?} {wrong:?}");
    assert!(!text.contains("secret"), "{text}");
    let right = RedisStore::at(&format!("redis://:right-secret@{place}/")).unwrap();
    assert!(well(
        right.timeout(Duration::from_secs(10)).claim("a", MINUTE)
    ));
}

#[test]
fn whoever_never_answers_is_an_error() {
    let silent = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let store = RedisStore::at(&format!("redis://{}/", silent.local_addr().unwrap())).unwrap();
    let store = store.timeout(Duration::from_millis(50));
    for _ in 0..3 {
        assert!(answer(store.claim("a", MINUTE)).is_err());
    }
    let nobody = TcpListener::bind(("127.0.0.1", 0))
        .unwrap()
        .local_addr()
        .unwrap();
    let store = RedisStore::at(&format!("redis://{nobody}/")).unwrap();
    assert!(answer(store.claim("a", MINUTE)).is_err());
}

#[allow_anonymous]
#[get("/count")]
async fn count(store: web::Data<RedisStore>) -> String {
    let count = store.count("a", 1, MINUTE).wait().await;
    count.map_or_else(|down| down.to_string(), |count| count.total.to_string())
}

fn auth() -> Auth {
    Auth::builder().only_modules(["nothing"]).build().unwrap()
}

/// The connection belongs to no worker: it is there for those of the next server too.
#[test]
fn a_server_that_ends_leaves_the_store_to_the_next() {
    let Some(redis) = Redis::start(&[]) else {
        return;
    };
    let store = Arc::new(at(&redis));
    let mut expected = 0;
    let auth = auth();
    let serve = || {
        let auth = auth.clone();
        let store = web::Data::from(store.clone());
        Server::start(3, move || {
            App::new()
                .app_data(auth.clone())
                .app_data(store.clone())
                .service(count)
        })
    };
    let mut before = serve();
    for _ in 0..4 {
        let now = serve();
        for server in [&before, &now] {
            thread::scope(|scope| {
                let requests: Vec<_> = (0..12)
                    .map(|_| scope.spawn(|| ask(server.address(), "GET /count", "")))
                    .collect();
                for request in requests {
                    let answer = request.join().unwrap();
                    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
                    let (_, total) = answer.split_once("\r\n\r\n").unwrap();
                    assert!(total.parse::<u32>().is_ok(), "{total}");
                }
            });
            expected += 12;
        }
        before = now;
        assert_eq!(well(store.count("a", 0, MINUTE)).total, expected);
    }
    assert_eq!(
        redis.tell("CLIENT KILL TYPE normal SKIPME yes"),
        ":1",
        "one connection"
    );
}
