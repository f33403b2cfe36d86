//! What no argument has read of a body.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::dev::Payload;

thread_local! {
    /// Here, and not where it belongs, because no payload may go to another thread, and neither might the future of
    /// any handler that has one among its arguments.
    static KEPT: RefCell<HashMap<u64, Payload>> = RefCell::default();
}

static NEXT: AtomicU64 = AtomicU64::new(0);

/// The rest of a body, kept while a handler runs: without it the server would go on reading, and throw away as much
/// as the client sends. Where a request is decided at once, actix-web has it.
#[derive(Debug, Default)]
pub(super) struct Unread(Option<u64>);

impl Unread {
    pub(super) fn keep(payload: Payload) -> Self {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        KEPT.with_borrow_mut(|kept| kept.insert(number, payload));
        Self(Some(number))
    }
}

impl Drop for Unread {
    fn drop(&mut self) {
        let Some(number) = self.0 else {
            return;
        };
        // Gone with the thread, where that ends first. Dropped after the borrow: a body is somebody else's code.
        let payload = KEPT.try_with(|kept| kept.borrow_mut().remove(&number));
        drop(payload);
    }
}

#[cfg(test)]
mod tests {
    use actix_web::dev::Payload;

    use super::{KEPT, Unread};

    #[test]
    fn a_payload_is_kept_as_long_as_it_is_wanted() {
        let kept = || KEPT.with_borrow(std::collections::HashMap::len);
        let [first, second] = [Payload::None, Payload::None].map(Unread::keep);
        assert_eq!(kept(), 2);
        drop(first);
        assert_eq!(kept(), 1);
        // Nothing was kept for this one.
        drop(Unread::default());
        drop(second);
        assert_eq!(kept(), 0);
    }
}
