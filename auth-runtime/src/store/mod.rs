//! What several machines must agree on, behind one small trait.

mod memory;
#[cfg(feature = "redis")]
mod redis;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::LocalBoxFuture;

pub use memory::MemoryStore;
#[cfg(feature = "redis")]
pub use redis::RedisStore;

/// Keeps what requests leave behind for later ones: revocations, replays, failures, introspection
/// results.
///
/// [`MemoryStore`] does within one process. Several machines need one that they share.
///
/// Keys are at most 128 bytes of printable ASCII and hold no secret: what a client sent is in them
/// as a hash. Each is used by `put` and `get`, or by `raise` and `get`, or by `claim`, or by `count`,
/// never by two of these.
/// Those that begin with `cached:`, and counters, may be dropped before their end where room is short.
/// Whatever else must stay until then, so it is written only once the caller's credential was found
/// good: a stranger cannot fill the store with it.
///
/// Whatever an implementation cannot do is a [`StoreError`]: the request is then answered with 503,
/// and nothing opens.
pub trait Store: Send + Sync + 'static {
    /// What was put there and is not over yet.
    fn get(&self, key: &str) -> StoreAnswer<Option<Vec<u8>>>;

    /// Puts it there for that long, over whatever was there.
    fn put(&self, key: &str, value: &[u8], keep: Duration) -> StoreAnswer<()>;

    /// Puts a number there, unless a larger one is there already, and tells which is there then. It
    /// stays for the longer of both times: that long, and what was left to the one before. Of two
    /// callers at the same time the larger number wins, whoever comes first.
    ///
    /// `get` reads it as decimal digits. Something else under this key is an error, and stays.
    fn raise(&self, key: &str, number: u64, keep: Duration) -> StoreAnswer<u64>;

    /// Puts a mark there for that long and tells whether it is the first: of two callers at the same
    /// time, one is told `true`. A mark must not be dropped before its time.
    fn claim(&self, key: &str, keep: Duration) -> StoreAnswer<bool>;

    /// Adds to a counter that ends that long after its first count, and tells where it stands. Adding
    /// nothing reads it.
    fn count(&self, key: &str, add: u32, keep: Duration) -> StoreAnswer<Count>;
}

/// One store for several `Auth`s and for the application itself.
impl<S: Store + ?Sized> Store for Arc<S> {
    fn get(&self, key: &str) -> StoreAnswer<Option<Vec<u8>>> {
        (**self).get(key)
    }

    fn put(&self, key: &str, value: &[u8], keep: Duration) -> StoreAnswer<()> {
        (**self).put(key, value, keep)
    }

    fn raise(&self, key: &str, number: u64, keep: Duration) -> StoreAnswer<u64> {
        (**self).raise(key, number, keep)
    }

    fn claim(&self, key: &str, keep: Duration) -> StoreAnswer<bool> {
        (**self).claim(key, keep)
    }

    fn count(&self, key: &str, add: u32, keep: Duration) -> StoreAnswer<Count> {
        (**self).count(key, add, keep)
    }
}

/// How keys of results begin that can be had again, and may be dropped before their time.
pub(crate) const CACHED: &str = "cached:";

/// How keys of counters begin: a client's failures, those against an account, and those of a client
/// against an account.
pub(crate) const CLIENT_FAILURES: &str = "throttle:client:";
pub(crate) const ACCOUNT_FAILURES: &str = "throttle:account:";
pub(crate) const PAIR_FAILURES: &str = "throttle:pair:";

/// Where a counter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// What was counted so far.
    pub total: u32,
    /// How long until it begins at zero again.
    pub remaining: Duration,
}

/// The answer of a [`Store`], at once or later.
pub struct StoreAnswer<T>(Answer<T>);

enum Answer<T> {
    Now(Result<T, StoreError>),
    Later(LocalBoxFuture<'static, Result<T, StoreError>>),
}

impl<T> StoreAnswer<T> {
    /// An answer without waiting.
    pub fn now(answer: Result<T, StoreError>) -> Self {
        Self(Answer::Now(answer))
    }

    /// An answer that has to be waited for.
    pub fn later(answer: impl Future<Output = Result<T, StoreError>> + 'static) -> Self {
        Self(Answer::Later(Box::pin(answer)))
    }

    /// The answer, waited for where that is needed.
    ///
    /// # Errors
    ///
    /// What the store could not do.
    pub async fn wait(self) -> Result<T, StoreError> {
        match self.0 {
            Answer::Now(answer) => answer,
            Answer::Later(answer) => answer.await,
        }
    }

    /// The answer if it is there, so that a store in the process costs no future.
    #[cfg_attr(
        not(any(
            feature = "api_key",
            feature = "aws_lc_rs",
            feature = "basic",
            feature = "rust_crypto"
        )),
        expect(dead_code, reason = "nothing asks the store then")
    )]
    pub(crate) fn split(
        self,
    ) -> Result<Result<T, StoreError>, LocalBoxFuture<'static, Result<T, StoreError>>> {
        match self.0 {
            Answer::Now(answer) => Ok(answer),
            Answer::Later(answer) => Err(answer),
        }
    }
}

impl<T> fmt::Debug for StoreAnswer<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Answer::Now(_) => "Now(…)",
            Answer::Later(_) => "Later(…)",
        })
    }
}

/// What a [`Store`] could not do. The request gets 503.
#[derive(Debug)]
pub struct StoreError(Box<dyn std::error::Error + Send + Sync>);

impl StoreError {
    /// For this cause, which goes to the log.
    pub fn new(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self(cause.into())
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the store cannot answer: {}", self.0)
    }
}

impl std::error::Error for StoreError {}
