//! Who knows the keys.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use super::ApiKeyRecord;
use crate::store::StoreAnswer;

/// Knows API keys by their ids.
///
/// What it cannot find out is a [`StoreError`](crate::StoreError): the request is then answered with
/// 503. A panic in here answers 500.
///
/// ```
/// use auth_runtime::{StoreAnswer, StoreError};
/// use auth_runtime::api_key::{ApiKeyRecord, ApiKeyStore};
/// # #[derive(Clone)]
/// # struct Database;
/// # struct Row { id: String, hash: [u8; 32], owner: String }
/// # impl Database {
/// #     async fn key(&self, _: &str) -> Result<Option<Row>, std::io::Error> { Ok(None) }
/// # }
///
/// struct Keys(Database);
///
/// impl ApiKeyStore for Keys {
///     fn find(&self, id: &str) -> StoreAnswer<Option<ApiKeyRecord>> {
///         let (database, id) = (self.0.clone(), id.to_owned());
///         StoreAnswer::later(async move {
///             let row = database.key(&id).await.map_err(StoreError::new)?;
///             Ok(row.map(|row| ApiKeyRecord::new(row.id, row.hash).subject(row.owner)))
///         })
///     }
/// }
/// ```
pub trait ApiKeyStore: Send + Sync + 'static {
    /// The record of the key with this id: 1 to 254 letters, digits, `-` and `_`.
    fn find(&self, id: &str) -> StoreAnswer<Option<ApiKeyRecord>>;
}

/// Keys in the memory of this process. Clones hold the same keys.
#[derive(Clone, Default)]
pub struct MemoryKeys(Arc<RwLock<HashMap<Box<str>, ApiKeyRecord>>>);

impl MemoryKeys {
    /// No keys.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a key, or puts it in the place of the one with the same id.
    pub fn add(&self, record: ApiKeyRecord) {
        let mut keys = self.0.write().unwrap_or_else(PoisonError::into_inner);
        keys.insert(record.id().into(), record);
    }

    /// Takes a key back: from now on it is refused.
    pub fn revoke(&self, id: &str) {
        let mut keys = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(record) = keys.remove(id) {
            keys.insert(id.into(), record.revoked());
        }
    }
}

impl ApiKeyStore for MemoryKeys {
    fn find(&self, id: &str) -> StoreAnswer<Option<ApiKeyRecord>> {
        let keys = self.0.read().unwrap_or_else(PoisonError::into_inner);
        StoreAnswer::now(Ok(keys.get(id).cloned()))
    }
}

/// How many there are, not which.
impl fmt::Debug for MemoryKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys = self.0.read().unwrap_or_else(PoisonError::into_inner);
        f.debug_struct("MemoryKeys")
            .field("keys", &keys.len())
            .finish()
    }
}
