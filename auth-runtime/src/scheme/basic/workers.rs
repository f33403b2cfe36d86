//! Where passwords are hashed: on threads that may block, so many at a time, with a bounded number
//! of requests waiting. A hash of Argon2id takes 19 MiB for as long as it is made.

use std::sync::Arc;
use std::thread;

use actix_web::web;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many may wait for a turn at hashing. On a core that makes 50 a second, two seconds' worth.
pub(super) const WAITING: usize = 100;

/// One for each core.
pub(super) fn at_once() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Turns at hashing, which clones share.
#[derive(Clone)]
pub(super) struct Workers {
    /// Those who hash and those who wait.
    places: Arc<Semaphore>,
    turns: Arc<Semaphore>,
}

/// The right to wait for a turn.
pub(super) struct Place(
    #[expect(dead_code, reason = "freed when it is dropped")] OwnedSemaphorePermit,
);

impl Workers {
    pub(super) fn new(at_once: usize, waiting: usize) -> Self {
        // More than a semaphore counts is as good as no bound.
        let permits = |number: usize| Arc::new(Semaphore::new(number.min(Semaphore::MAX_PERMITS)));
        Self {
            places: permits(at_once.saturating_add(waiting)),
            turns: permits(at_once),
        }
    }

    /// None where nobody else may wait.
    pub(super) fn place(&self) -> Option<Place> {
        self.places.clone().try_acquire_owned().ok().map(Place)
    }

    /// Does it when its turn comes. None if it panics.
    ///
    /// The turn ends with the work, not with the request: a client that hangs up does not make room
    /// for more of it.
    pub(super) async fn work<T: Send + 'static>(
        &self,
        place: Place,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        let turn = self.turns.clone().acquire_owned().await.ok()?;
        let done = web::block(move || {
            let done = job();
            drop(turn);
            done
        });
        let done = done.await.ok();
        drop(place);
        done
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use futures_util::FutureExt;
    use futures_util::future::join;

    use super::Workers;

    #[actix_web::test]
    async fn no_more_work_at_once_than_was_said() {
        let workers = Workers::new(1, 1);
        let (finish, wait) = mpsc::channel::<()>();
        let (first, second) = (workers.place().unwrap(), workers.place().unwrap());
        assert!(workers.place().is_none(), "a third one would wait");
        let working = workers.work(first, move || wait.recv().is_ok());
        let mut waiting = Box::pin(workers.work(second, || 2));
        let mut working = Box::pin(working);
        assert!(working.as_mut().now_or_never().is_none());
        assert!(waiting.as_mut().now_or_never().is_none());
        finish.send(()).unwrap();
        assert_eq!(join(working, waiting).await, (Some(true), Some(2)));
        assert!(workers.place().is_some());
    }

    #[actix_web::test]
    async fn a_client_that_hangs_up_does_not_make_room_for_more_work() {
        let workers = Workers::new(1, 1);
        let (finish, wait) = mpsc::channel::<()>();
        let mut given_up = Box::pin(workers.work(workers.place().unwrap(), move || wait.recv()));
        assert!(given_up.as_mut().now_or_never().is_none());
        drop(given_up);
        let mut next = Box::pin(workers.work(workers.place().unwrap(), || ()));
        assert!(next.as_mut().now_or_never().is_none());
        finish.send(()).unwrap();
        assert_eq!(next.await, Some(()));
    }

    #[actix_web::test]
    async fn a_panic_is_told_and_takes_no_turn_with_it() {
        let workers = Workers::new(1, 0);
        let place = workers.place().unwrap();
        assert_eq!(
            workers.work(place, || panic!("on purpose")).await,
            None::<()>
        );
        let place = workers.place().unwrap();
        assert_eq!(workers.work(place, || 1).await, Some(1));
    }
}
