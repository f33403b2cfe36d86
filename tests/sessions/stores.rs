//! Stores of many kinds: of sessions, and of what the `Auth` keeps.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use auth_runtime::{Count, Store, StoreAnswer, StoreError};

type State = HashMap<String, String>;

/// Sessions on this machine, as Redis keeps them for several: the cookie holds an id only.
#[derive(Clone, Default)]
pub(crate) struct MemoryStore(pub(crate) Rc<RefCell<HashMap<String, State>>>);

mod store {
    use std::collections::HashMap;

    use actix_session::storage::{
        LoadError, SaveError, SessionKey, SessionStore, UpdateError, generate_session_key,
    };
    use actix_web::cookie::time::Duration;

    type State = HashMap<String, String>;

    impl SessionStore for super::MemoryStore {
        async fn load(&self, key: &SessionKey) -> Result<Option<State>, LoadError> {
            Ok(self.0.borrow().get(key.as_ref()).cloned())
        }

        async fn save(&self, state: State, _: &Duration) -> Result<SessionKey, SaveError> {
            let key = generate_session_key();
            self.0.borrow_mut().insert(key.as_ref().to_owned(), state);
            Ok(key)
        }

        async fn update(
            &self,
            key: SessionKey,
            state: State,
            _: &Duration,
        ) -> Result<SessionKey, UpdateError> {
            self.0.borrow_mut().insert(key.as_ref().to_owned(), state);
            Ok(key)
        }

        async fn update_ttl(&self, _: &SessionKey, _: &Duration) -> Result<(), anyhow::Error> {
            Ok(())
        }

        async fn delete(&self, key: &SessionKey) -> Result<(), anyhow::Error> {
            self.0.borrow_mut().remove(key.as_ref());
            Ok(())
        }
    }
}

/// Cannot find out what a session holds.
pub(crate) struct LostStore;

mod lost {
    use std::collections::HashMap;

    use actix_session::storage::{LoadError, SaveError, SessionKey, SessionStore, UpdateError};
    use actix_web::cookie::time::Duration;

    type State = HashMap<String, String>;

    fn lost() -> anyhow::Error {
        anyhow::anyhow!("the table is gone")
    }

    impl SessionStore for super::LostStore {
        async fn load(&self, _: &SessionKey) -> Result<Option<State>, LoadError> {
            Err(LoadError::Other(lost()))
        }

        async fn save(&self, _: State, _: &Duration) -> Result<SessionKey, SaveError> {
            Err(SaveError::Other(lost()))
        }

        async fn update(
            &self,
            _: SessionKey,
            _: State,
            _: &Duration,
        ) -> Result<SessionKey, UpdateError> {
            Err(UpdateError::Other(lost()))
        }

        async fn update_ttl(&self, _: &SessionKey, _: &Duration) -> Result<(), anyhow::Error> {
            Err(lost())
        }

        async fn delete(&self, _: &SessionKey) -> Result<(), anyhow::Error> {
            Err(lost())
        }
    }
}

/// Never says that it has written a session, nor, unless it reads, what one holds.
#[derive(Default)]
pub(crate) struct SilentStore {
    pub(crate) reads: bool,
}

mod silent {
    use std::collections::HashMap;
    use std::future::pending;

    use actix_session::storage::{LoadError, SaveError, SessionKey, SessionStore, UpdateError};
    use actix_web::cookie::time::Duration;

    type State = HashMap<String, String>;

    impl SessionStore for super::SilentStore {
        async fn load(&self, _: &SessionKey) -> Result<Option<State>, LoadError> {
            if self.reads {
                Ok(Some(State::new()))
            } else {
                pending().await
            }
        }

        async fn save(&self, _: State, _: &Duration) -> Result<SessionKey, SaveError> {
            pending().await
        }

        async fn update(
            &self,
            _: SessionKey,
            _: State,
            _: &Duration,
        ) -> Result<SessionKey, UpdateError> {
            pending().await
        }

        async fn update_ttl(&self, _: &SessionKey, _: &Duration) -> Result<(), anyhow::Error> {
            pending().await
        }

        async fn delete(&self, _: &SessionKey) -> Result<(), anyhow::Error> {
            pending().await
        }
    }
}

/// Holds nothing, and is down at once (1) or later (2) when it is told to be.
#[derive(Clone, Default)]
pub(crate) struct DownStore(pub(crate) Arc<AtomicU8>);

impl DownStore {
    fn answer<T: 'static>(&self, well: T) -> StoreAnswer<T> {
        match self.0.load(Ordering::SeqCst) {
            0 => StoreAnswer::now(Ok(well)),
            1 => StoreAnswer::now(Err(StoreError::new("down"))),
            _ => StoreAnswer::later(async { Err(StoreError::new("down")) }),
        }
    }
}

impl Store for DownStore {
    fn get(&self, _: &str) -> StoreAnswer<Option<Vec<u8>>> {
        self.answer(None)
    }

    fn put(&self, _: &str, _: &[u8], _: Duration) -> StoreAnswer<()> {
        self.answer(())
    }

    fn raise(&self, _: &str, _: u64, _: Duration) -> StoreAnswer<u64> {
        self.answer(0)
    }

    fn claim(&self, _: &str, _: Duration) -> StoreAnswer<bool> {
        self.answer(true)
    }

    fn count(&self, _: &str, _: u32, _: Duration) -> StoreAnswer<Count> {
        self.answer(Count::default())
    }
}
