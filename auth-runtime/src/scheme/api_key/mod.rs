//! `ApiKey`: keys in a header field of their own.
//!
//! A key is an id that anybody may know, `_`, and a secret. The id finds the record in a store; the
//! record holds the SHA-256 of the secret, never the secret. A slow hash, as passwords need, would add
//! nothing: a secret of 256 random bits cannot be guessed from its hash, however fast that is.
//!
//! Keys are read from one header field, never from the query, where logs and histories would keep
//! them. The challenge is `ApiKey realm="…", header="X-API-Key"`. No such scheme is registered with
//! IANA; RFC 9110 §11.6.1 wants a challenge in every 401, and clients pass over those that they do not
//! know.
//!
//! Shared caches know that what stands in `Authorization` makes an answer somebody's own (RFC 9111
//! §3.5), and do not know it of other fields: wrap the app in
//! [`AuthenticationInfo`](crate::AuthenticationInfo), which says so, unless its handlers do.
//!
//! ```standalone_crate
//! use auth_runtime::Auth;
//! use auth_runtime::api_key::{ApiKey, ApiKeys, MemoryKeys};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let key = ApiKey::generate()?;
//! println!("your key, shown once: {}", key.text());
//!
//! let keys = MemoryKeys::new();
//! keys.add(key.into_record().subject("billing").scopes(["invoices:read"]));
//! let auth = Auth::builder().api_keys(ApiKeys::new(keys)).build()?;
//! # let _ = auth;
//! # Ok(())
//! # }
//! ```
//!
//! # Remembered keys
//!
//! The store is asked with each request, so what it says counts at once. A secret is compared by one
//! SHA-256, which needs no remembering. Where asking takes time, [`ApiKeys::remember_for`] keeps the
//! record of a key that was found good, for a short while and for all workers. Within that time
//!
//! - the store is not asked about the key, which stays good while the store is out of reach;
//! - a key that was revoked is good, and has the roles that it had, until [`ApiKeyStore::changes`] tells
//!   another number: then all that was remembered before counts no more. [`MemoryKeys`] counts its
//!   changes; several machines need a number that all of them can see;
//! - the secret and the expiry are judged with each request all the same, and a clock that is set back
//!   makes nothing younger.
//!
//! Whoever is refused is not remembered, and has the store asked each time. What stays in memory is the
//! record, with the hash of the secret, under an HMAC-SHA-256 of the key made with a random key of this
//! process: whoever reads that memory has no API key. At most 10,000 are there at a time; those that come
//! again stay, and what is over is thrown out with the next key that is remembered.

mod key;
mod record;
mod store;
mod verifier;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use actix_web::http::header::{self, HeaderName};

pub use key::ApiKey;
pub use record::ApiKeyRecord;
pub use store::{ApiKeyStore, MemoryKeys};

use crate::AuthBuilder;
use crate::policy::Scheme;
use crate::scheme::remembered::Remembered;
use crate::scheme::{Parts, SchemeConfig, SchemeVerifier};
use verifier::Verifier;

/// How API keys come in: from which header field, and who knows them.
pub struct ApiKeys {
    store: Arc<dyn ApiKeyStore>,
    header: String,
    remember_for: Duration,
}

impl ApiKeys {
    /// Keys that this store knows, in `X-API-Key`.
    pub fn new(store: impl ApiKeyStore) -> Self {
        Self {
            store: Arc::new(store),
            header: "X-API-Key".into(),
            remember_for: Duration::ZERO,
        }
    }

    /// Reads keys from another header field.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>) -> Self {
        self.header = name.into();
        self
    }

    /// Remembers for so long what the store knew of a good key, 15 minutes at most, and does not ask it
    /// again: see [remembered keys](self#remembered-keys). None is remembered unless this is called.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use auth_runtime::api_key::{ApiKeys, MemoryKeys};
    ///
    /// let keys = ApiKeys::new(MemoryKeys::new()).remember_for(Duration::from_secs(60));
    /// # let _ = keys;
    /// ```
    #[must_use]
    pub fn remember_for(mut self, age: Duration) -> Self {
        self.remember_for = age;
        self
    }
}

impl AuthBuilder {
    /// Accepts API keys, as `scheme = "ApiKey"`.
    pub fn api_keys(self, keys: ApiKeys) -> Self {
        self.given_scheme(Scheme::ApiKey, keys)
    }
}

impl SchemeConfig for ApiKeys {
    fn build(self: Box<Self>, parts: &Parts) -> Result<Box<dyn SchemeVerifier>, Vec<String>> {
        let name = HeaderName::try_from(self.header.as_str()).ok();
        let name = name.filter(|name| !MEANS_SOMETHING_ELSE.contains(name));
        let name = name.ok_or_else(|| {
            format!(
                "API keys cannot stand in a header field called {:?}: choose a name that nothing \
                 else uses, such as X-API-Key",
                self.header
            )
        });
        match (
            name,
            Remembered::new("API keys", self.remember_for, &parts.clock),
        ) {
            (Ok(name), Ok(remembered)) => Ok(Box::new(Verifier {
                store: self.store,
                name,
                header: self.header,
                remembered,
            })),
            (name, remembered) => Err(name.err().into_iter().chain(remembered.err()).collect()),
        }
    }
}

/// Fields that clients, proxies or other schemes fill.
const MEANS_SOMETHING_ELSE: [HeaderName; 14] = [
    header::AUTHORIZATION,
    header::PROXY_AUTHORIZATION,
    header::COOKIE,
    header::HOST,
    header::ORIGIN,
    header::REFERER,
    header::CONNECTION,
    header::UPGRADE,
    header::TE,
    header::TRANSFER_ENCODING,
    header::CONTENT_LENGTH,
    header::CONTENT_TYPE,
    header::ACCEPT,
    header::USER_AGENT,
];

/// Without the store, which knows the keys.
impl fmt::Debug for ApiKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiKeys")
            .field("header", &self.header)
            .field("remember_for", &self.remember_for)
            .finish_non_exhaustive()
    }
}
