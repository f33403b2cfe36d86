//! A store that several machines share: Redis or Valkey.

mod connection;

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use redis::{Client, Cmd, FromRedisValue, ToRedisArgs, cmd, from_redis_value};

use self::connection::Connection;
use super::{Count, Store, StoreAnswer, StoreError};

/// A [`Store`] in Redis or Valkey, for several machines.
///
/// All requests of a process share one connection, which a thread of the store's own looks after:
/// it belongs to no worker of the server, so it survives each of them. It is opened when it is first
/// needed, and again after it was lost. While Redis does not answer, requests that need it get 503
/// after [`timeout`](Self::timeout) at the latest, and as soon as it does, they succeed.
///
/// One server, or an address that leads to the one that takes writes; no cluster. `rediss://` needs the
/// feature `redis_rustls`, and a default `CryptoProvider` where rustls is built with several.
///
/// Redis must not drop keys before their time: `maxmemory-policy noeviction`, which is its default.
/// What it loses when it restarts without persistence, or when a replica that lags behind takes over,
/// is lost here too: marks, revocations, failures.
///
/// ```no_run
/// use auth_runtime::{Auth, RedisStore};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let store = RedisStore::at("redis://127.0.0.1/")?.prefix("shop:auth:");
/// let builder = Auth::builder().store(store);
/// # Ok(())
/// # }
/// ```
pub struct RedisStore {
    connection: Connection,
    prefix: String,
    timeout: Duration,
    tokens: Tokens,
}

/// Longer values are not put there.
const LONGEST_VALUE: usize = 64 * 1024;

/// In milliseconds, some hundred years: far from where Redis' and Lua's numbers end.
const LONGEST_TIME: u64 = 1 << 42;

const TIMEOUT: Duration = Duration::from_millis(500);

/// `true` for the first, also when it asks again because the answer was lost.
const CLAIM: &str = "\
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
if redis.call('GET', KEYS[1]) == ARGV[1] then return 1 end
return 0";

/// Numbers of Lua are exact to 2^53 only, so digits are compared: the longer is larger, and of two as
/// long the one that sorts behind the other. One without an end, written by somebody else, is given one.
const RAISE: &str = "\
local number, keep = ARGV[1], tonumber(ARGV[2])
local old = redis.call('GET', KEYS[1])
if old then
  if old ~= '0' and not string.match(old, '^[1-9]%d*$') then
    return redis.error_reply('ERR under this key is no number')
  end
  if #old > #number or (#old == #number and old > number) then number = old end
  keep = math.max(keep, redis.call('PTTL', KEYS[1]))
end
redis.call('SET', KEYS[1], number, 'PX', keep)
return number";

/// A script runs as one: no counter is left without an end. One that has none all the same, written
/// by somebody else, is given one.
const COUNT: &str = "\
if ARGV[1] == '0' and redis.call('EXISTS', KEYS[1]) == 0 then return {0, 0} end
local total = redis.call('INCRBY', KEYS[1], ARGV[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  left = tonumber(ARGV[2])
end
return {total, left}";

impl RedisStore {
    /// The database at this URL: `redis://user:password@host:port/number`, or `redis+unix:///path`.
    /// Does not connect before it has to, so it need not run yet.
    ///
    /// # Errors
    ///
    /// When that is no such URL, or no thread can be started. The error does not repeat the URL,
    /// which may hold a password.
    pub fn at(url: &str) -> Result<Self, StoreError> {
        let client =
            Client::open(url).map_err(|_| StoreError::new("this is not the URL of a Redis"))?;
        Ok(Self {
            connection: Connection::to(client)?,
            prefix: "auth:".into(),
            timeout: TIMEOUT,
            tokens: Tokens::new(),
        })
    }

    /// What every key begins with, `auth:` unless said otherwise: for applications that share a
    /// database and must not share revocations.
    #[must_use]
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// How long an answer may take, connecting included: 500 ms unless said otherwise.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    fn key(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }

    fn script(&self, script: &str, key: &str, arguments: impl ToRedisArgs) -> Cmd {
        let mut eval = cmd("EVAL");
        eval.arg(script).arg(1).arg(self.key(key)).arg(arguments);
        eval
    }

    /// Asks with an end in milliseconds.
    fn keep<T: FromRedisValue + 'static>(
        &self,
        keep: Duration,
        command: impl FnOnce(u64) -> Cmd,
    ) -> StoreAnswer<T> {
        match milliseconds(keep) {
            Ok(keep) => self.ask(&command(keep)),
            Err(error) => StoreAnswer::now(Err(error)),
        }
    }

    fn ask<T: FromRedisValue + 'static>(&self, command: &Cmd) -> StoreAnswer<T> {
        let answer = self.connection.ask(command.clone(), self.timeout);
        StoreAnswer::later(async move { from_redis_value(answer.await?).map_err(StoreError::new) })
    }
}

impl Store for RedisStore {
    fn get(&self, key: &str) -> StoreAnswer<Option<Vec<u8>>> {
        self.ask(cmd("GET").arg(self.key(key)))
    }

    fn put(&self, key: &str, value: &[u8], keep: Duration) -> StoreAnswer<()> {
        if value.len() > LONGEST_VALUE {
            return StoreAnswer::now(Err(StoreError::new("the value is too long")));
        }
        self.keep(keep, |keep| {
            let mut put = cmd("SET");
            put.arg(self.key(key)).arg(value).arg("PX").arg(keep);
            put
        })
    }

    fn raise(&self, key: &str, number: u64, keep: Duration) -> StoreAnswer<u64> {
        self.keep(keep, |keep| self.script(RAISE, key, (number, keep)))
    }

    fn claim(&self, key: &str, keep: Duration) -> StoreAnswer<bool> {
        self.keep(keep, |keep| {
            self.script(CLAIM, key, (self.tokens.next(), keep))
        })
    }

    fn count(&self, key: &str, add: u32, keep: Duration) -> StoreAnswer<Count> {
        let answer = self.keep(keep, |keep| self.script(COUNT, key, (add, keep)));
        StoreAnswer::later(async move {
            let (total, left): (u64, u64) = answer.wait().await?;
            Ok(Count {
                total: total.try_into().unwrap_or(u32::MAX),
                remaining: Duration::from_millis(left),
            })
        })
    }
}

/// Rounded up: nothing ends early. Redis knows no end in the very moment. An end that it cannot count
/// to is found here, because a script that fails in its middle has done its first half.
fn milliseconds(keep: Duration) -> Result<u64, StoreError> {
    let keep = keep.as_nanos().div_ceil(1_000_000).max(1);
    let keep = keep.try_into().ok().filter(|keep| *keep <= LONGEST_TIME);
    keep.ok_or_else(|| StoreError::new("nothing is kept that long"))
}

/// Tells each claim from every other, of this process and of all others. No secret.
struct Tokens {
    process: u64,
    next: AtomicU64,
}

impl Tokens {
    fn new() -> Self {
        Self {
            // The standard library seeds each of these from the system's random numbers.
            process: RandomState::new().hash_one(std::process::id()),
            next: AtomicU64::new(0),
        }
    }

    fn next(&self) -> String {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        format!("{:016x}:{number:x}", self.process)
    }
}

/// Without the URL, which may hold a password.
impl fmt::Debug for RedisStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisStore")
            .field("prefix", &self.prefix)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{RedisStore, Tokens, milliseconds};

    #[test]
    fn neither_debug_nor_an_error_shows_the_password() {
        let store = RedisStore::at("redis://alice:secret@127.0.0.1:1/").expect("a URL");
        let mut texts = vec![format!("{store:?}")];
        for url in [
            "redis://alice:secret@[/",
            "http://alice:secret@127.0.0.1/",
            "secret",
        ] {
            let error = RedisStore::at(url).expect_err("not a URL of Redis");
            texts.push(format!("{error} {error:?}"));
        }
        for text in texts {
            assert!(
                !text.contains("secret") && !text.contains("alice"),
                "{text}"
            );
        }
    }

    #[test]
    fn an_end_is_rounded_up_to_a_millisecond() {
        for (keep, rounded) in [(0, 1), (1, 1), (999_999, 1), (1_000_000, 1), (1_000_001, 2)] {
            assert_eq!(milliseconds(Duration::from_nanos(keep)).ok(), Some(rounded));
        }
        assert!(milliseconds(Duration::MAX).is_err());
    }

    #[test]
    fn no_two_claims_have_the_same_token() {
        let (one, other) = (Tokens::new(), Tokens::new());
        let mut tokens = vec![one.next(), one.next(), other.next(), other.next()];
        tokens.sort();
        tokens.dedup();
        assert_eq!(tokens.len(), 4);
    }
}
