//! The refusal that was made last for want of a credential.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::SystemTime;

use super::error::Written;
use crate::auth::{Auth, WeakAuth};
use crate::clock::unix_seconds;
use crate::policy::Access;

struct Recent {
    auth: WeakAuth,
    access: &'static Access,
    second: u64,
    refusal: Rc<Written>,
}

thread_local! {
    /// Whoever refuses many callers who present nothing tells them the same, many within a second: which is
    /// the smallest part of time that a refusal names.
    static LAST: RefCell<Option<Recent>> = const { RefCell::new(None) };
}

/// The refusal for callers of this handler who present nothing, made only if the last one on this thread was
/// another. Only for apps whose refusals depend on nothing else.
pub(super) fn refusal(
    auth: &Auth,
    access: &'static Access,
    now: SystemTime,
    make: impl FnOnce() -> Rc<Written>,
) -> Rc<Written> {
    let Some(second) = unix_seconds(now).filter(|_| auth.constants().are_all()) else {
        return make();
    };
    let last = LAST.with_borrow(|last| {
        let is_same = |last: &&Recent| {
            last.second == second && std::ptr::eq(last.access, access) && last.auth.is(auth)
        };
        let last = last.as_ref().filter(is_same);
        last.map(|last| last.refusal.clone())
    });
    last.unwrap_or_else(|| {
        let refusal = make();
        LAST.set(Some(Recent {
            auth: auth.weak(),
            access,
            second,
            refusal: refusal.clone(),
        }));
        refusal
    })
}
