//! Questions under way: one for each token, and not too many at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::verdict::Verdict;

/// What the server says, or why it says nothing, for all who asked.
pub(super) type Told = Result<Arc<Verdict>, Arc<str>>;

/// Of all workers.
pub(super) struct Questions {
    places: Arc<Semaphore>,
    /// Held for a moment, never across a wait; only where no verdict is kept.
    under_way: Mutex<HashMap<String, watch::Receiver<Option<Told>>>>,
}

/// As many are under way as may be.
pub(super) struct Busy;

/// Where the answer to a question will be.
pub(super) struct Waiting(watch::Receiver<Option<Told>>);

impl Waiting {
    /// The answer, unless the worker that asks ended in the middle.
    pub(super) async fn told(mut self) -> Option<Told> {
        self.0.changed().await.ok()?;
        self.0.borrow().clone()
    }
}

/// The right and the duty to ask. Dropped without an answer, it leaves the question to somebody else.
pub(super) struct Asking {
    questions: Arc<Questions>,
    key: String,
    teller: watch::Sender<Option<Told>>,
    _place: OwnedSemaphorePermit,
}

impl Asking {
    pub(super) fn tell(self, told: Told) {
        self.teller.send_replace(Some(told));
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        self.questions.under_way().remove(&self.key);
    }
}

impl Questions {
    pub(super) fn new(most: usize) -> Arc<Self> {
        Arc::new(Self {
            places: Arc::new(Semaphore::new(most)),
            under_way: Mutex::default(),
        })
    }

    /// A place for a question of one's own, which is not shared.
    pub(super) fn place(&self) -> Result<OwnedSemaphorePermit, Busy> {
        self.places.clone().try_acquire_owned().map_err(|_| Busy)
    }

    /// Where the answer to the question with this key will be. Whoever is the first is told to ask it,
    /// which must not happen under a lock: a worker that is ending drops what it is told to do.
    pub(super) fn join(self: &Arc<Self>, key: &str) -> Result<(Waiting, Option<Asking>), Busy> {
        let mut under_way = self.under_way();
        if let Some(answer) = under_way.get(key) {
            return Ok((Waiting(answer.clone()), None));
        }
        let place = self.place()?;
        let (teller, answer) = watch::channel(None);
        under_way.insert(key.to_owned(), answer.clone());
        let asking = Asking {
            questions: self.clone(),
            key: key.to_owned(),
            teller,
            _place: place,
        };
        Ok((Waiting(answer), Some(asking)))
    }

    /// Nothing under it panics halfway, so a poisoned lock holds sound data.
    fn under_way(&self) -> MutexGuard<'_, HashMap<String, watch::Receiver<Option<Told>>>> {
        self.under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
