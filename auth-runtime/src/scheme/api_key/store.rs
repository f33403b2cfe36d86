//! Who knows the keys.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

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

    /// Another number once a key was added, changed or revoked: what
    /// [`ApiKeys::remember_for`](super::ApiKeys::remember_for) remembers from before counts no more.
    /// Asked with each request then, so keep it at hand: an atomic that a notification of the database
    /// moves, say.
    ///
    /// Move it once [`find`](Self::find) answers with the change, not before: the old record, read in
    /// between, would be taken for the new one.
    ///
    /// Unless an implementation says otherwise it never changes, and a key is good for as long as it is
    /// remembered.
    fn changes(&self) -> u64 {
        0
    }
}

/// Keys in the memory of this process. Clones hold the same keys.
#[derive(Clone, Default)]
pub struct MemoryKeys(Arc<Keys>);

#[derive(Default)]
struct Keys {
    records: RwLock<HashMap<Box<str>, ApiKeyRecord>>,
    changes: AtomicU64,
}

impl MemoryKeys {
    /// No keys.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a key, or puts it in the place of the one with the same id.
    pub fn add(&self, record: ApiKeyRecord) {
        self.change(|records| {
            records.insert(record.id().into(), record);
        });
    }

    /// Takes a key back: from now on it is refused.
    pub fn revoke(&self, id: &str) {
        self.change(|records| {
            if let Some(record) = records.remove(id) {
                records.insert(id.into(), record.revoked());
            }
        });
    }

    /// Counts behind the change and before anybody can read it.
    fn change(&self, change: impl FnOnce(&mut HashMap<Box<str>, ApiKeyRecord>)) {
        let Keys { records, changes } = &*self.0;
        let mut records = records.write().unwrap_or_else(PoisonError::into_inner);
        change(&mut records);
        changes.fetch_add(1, Ordering::AcqRel);
    }

    fn records(&self) -> RwLockReadGuard<'_, HashMap<Box<str>, ApiKeyRecord>> {
        let records = self.0.records.read();
        records.unwrap_or_else(PoisonError::into_inner)
    }
}

impl ApiKeyStore for MemoryKeys {
    fn find(&self, id: &str) -> StoreAnswer<Option<ApiKeyRecord>> {
        StoreAnswer::now(Ok(self.records().get(id).cloned()))
    }

    fn changes(&self) -> u64 {
        self.0.changes.load(Ordering::Acquire)
    }
}

/// How many there are, not which.
impl fmt::Debug for MemoryKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryKeys")
            .field("keys", &self.records().len())
            .finish()
    }
}
