//! How many verified tokens are remembered, and for how long.

use std::time::Duration;

use super::Remembered;
use crate::jwt::Jwt;

/// How many tokens whose signature was good are remembered, in how much memory and for how long, for
/// [`Jwt::cache`].
///
/// ```
/// use std::time::Duration;
///
/// use auth_runtime::jwt::{Jwt, TokenCache};
///
/// let jwt = Jwt::hs256([7; 32])
///     .audience("api")
///     .cache(TokenCache::new().entries(100_000).bytes(128 << 20).age(Duration::from_secs(60)));
/// # let _ = jwt;
/// ```
#[derive(Debug, Clone)]
#[must_use = "a `TokenCache` takes effect through `Jwt::cache`"]
pub struct TokenCache {
    entries: usize,
    bytes: usize,
    age: Duration,
}

/// Someone who has a token for longer than that has it verified anew.
const LONGEST_AGE: Duration = Duration::from_secs(60 * 60);

impl TokenCache {
    /// Up to 10,000 tokens, in up to 16 MiB, each for five minutes.
    pub fn new() -> Self {
        Self {
            entries: 10_000,
            bytes: 16 << 20,
            age: Duration::from_secs(5 * 60),
        }
    }

    /// Remembers at most so many tokens: as many as come again within the age, at best.
    pub fn entries(mut self, entries: usize) -> Self {
        self.entries = entries;
        self
    }

    /// Takes about so much memory at most, in bytes. A token takes about its own length, that of its claims
    /// with the names in them, and 640 bytes.
    pub fn bytes(mut self, bytes: usize) -> Self {
        self.bytes = bytes;
        self
    }

    /// Verifies a token's signature anew when it was verified so long ago: at most an hour, in whole
    /// seconds. `exp` ends it in any case.
    pub fn age(mut self, age: Duration) -> Self {
        self.age = age;
        self
    }
}

impl Default for TokenCache {
    fn default() -> Self {
        Self::new()
    }
}

impl Jwt {
    /// Remembers verified tokens in this way, instead of as [`TokenCache::new`] says.
    pub fn cache(mut self, cache: TokenCache) -> Self {
        self.cache = Some(cache);
        self
    }

    /// Verifies each token's signature for each request.
    pub fn without_cache(mut self) -> Self {
        self.cache = None;
        self
    }
}

/// What remembers, if something is to; what is wrong joins the problems.
pub(in crate::jwt) fn remembering(
    cache: Option<TokenCache>,
    problems: &mut Vec<String>,
) -> Option<Remembered> {
    let TokenCache {
        entries,
        bytes,
        age,
    } = cache?;
    if age.as_secs() == 0 || entries == 0 || bytes == 0 {
        problems.push(
            "verified tokens are remembered for no time, or in no room: use `.without_cache()`"
                .into(),
        );
    }
    if age > LONGEST_AGE {
        problems.push(format!(
            "verified tokens are remembered for {age:?}: at most {LONGEST_AGE:?}, after which a \
             signature is verified anew"
        ));
    }
    problems
        .is_empty()
        .then(|| Remembered::new(entries, bytes, age))
}
