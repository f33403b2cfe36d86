//! Refusals that were made a moment ago.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::SystemTime;

use super::error::Written;
use crate::auth::{Auth, WeakAuth};
use crate::clock::unix_seconds;
use crate::identity::{Attempt, AuthenticationError, Failure, Outcome};
use crate::policy::{Access, Privilege, Requirement, Scheme};

/// Why a caller is refused, where that and the handler are all that the refusal depends on, in an app
/// whose refusals depend on nothing else of the request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cause {
    scheme: Option<Scheme>,
    why: Why,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Why {
    Nothing,
    Malformed,
    Rejected,
    Expired,
    /// By its place in the policy.
    Lacks(usize),
}

impl Cause {
    /// Of a challenge.
    pub(crate) fn of_challenge(attempt: &Attempt) -> Option<Self> {
        let why = match &attempt.outcome {
            Outcome::Nothing => Why::Nothing,
            Outcome::Malformed(_) => Why::Malformed,
            Outcome::Refused(AuthenticationError(Failure::Rejected { .. })) => Why::Rejected,
            Outcome::Refused(AuthenticationError(Failure::Expired)) => Why::Expired,
            Outcome::Refused(_) | Outcome::Known(_) => return None,
        };
        let scheme = attempt.scheme;
        Some(Self { scheme, why })
    }

    /// Of a 403. What it says about scopes depends on those that the caller has.
    pub(crate) fn of_forbidding(
        auth: &Auth,
        requirement: &'static Requirement,
        attempt: &Attempt,
    ) -> Option<Self> {
        let is_alike = match requirement.privilege() {
            Privilege::Role(_) | Privilege::Permission(_) | Privilege::Owner { .. } => true,
            Privilege::Scope(_) | Privilege::Condition(_) => false,
        };
        let why = Why::Lacks(std::ptr::from_ref(requirement).addr());
        let scheme = attempt.scheme;
        (is_alike && !auth.tells_privileges()).then_some(Self { scheme, why })
    }

    /// Those that occur together at one handler lie apart.
    fn number(self) -> usize {
        match self.why {
            Why::Nothing => 0,
            Why::Malformed => 1,
            Why::Rejected => 2,
            Why::Expired => 3,
            Why::Lacks(place) => 4 + place / size_of::<Requirement>(),
        }
    }
}

struct Recent {
    auth: WeakAuth,
    access: &'static Access,
    cause: Cause,
    second: u64,
    refusal: Rc<Written>,
}

/// How many are kept on each worker, of a few hundred bytes each. One that falls into the place of another
/// takes it.
const PLACES: usize = 64;

thread_local! {
    /// Whoever refuses many callers tells most of them the same, and many within a second, which is the
    /// smallest part of time that a refusal names.
    static RECENT: RefCell<[Option<Recent>; PLACES]> = const { RefCell::new([const { None }; PLACES]) };
}

/// The refusal of this handler for this cause, made only where there is none of this second.
pub(super) fn refusal(
    auth: &Auth,
    access: &'static Access,
    cause: Option<Cause>,
    now: SystemTime,
    make: impl FnOnce() -> Rc<Written>,
) -> Rc<Written> {
    let cause = cause.filter(|_| auth.constants().are_all());
    let Some((cause, second)) = cause.zip(unix_seconds(now)) else {
        return make();
    };
    let address = std::ptr::from_ref(access).addr() / size_of::<Access>();
    let place = address.wrapping_mul(5).wrapping_add(cause.number()) % PLACES;
    let known = RECENT.with_borrow(|recent| {
        let is_same = |it: &&Recent| {
            it.second == second
                && it.cause == cause
                && std::ptr::eq(it.access, access)
                && it.auth.is(auth)
        };
        let known = recent[place].as_ref().filter(is_same);
        known.map(|it| it.refusal.clone())
    });
    known.unwrap_or_else(|| {
        let refusal = make();
        let made = Recent {
            auth: auth.weak(),
            access,
            cause,
            second,
            refusal: refusal.clone(),
        };
        RECENT.with_borrow_mut(|recent| recent[place] = Some(made));
        refusal
    })
}
