//! The same users for `Basic`: a name and a password with every request.
//!
//! The guard checks the hash, away from the async threads; all that it needs is a way to find it.

use auth_runtime::basic::{User, UserStore};
use auth_runtime::{StoreAnswer, StoreError};

use crate::store::Store;

impl UserStore for Store {
    fn find(&self, name: &str) -> StoreAnswer<Option<User>> {
        let (store, name) = (self.clone(), name.to_owned());
        StoreAnswer::later(async move {
            let found = store.run(move |store| super::find(store, &name)).await;
            // A database that cannot answer is a 503, and nobody gets in.
            let found = found.map_err(StoreError::new)?;
            Ok(found.map(|(user, hashes)| User::new(hashes.password, user.identity())))
        })
    }
}
