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
        let entry = Recent {
            auth: auth.weak(),
            access,
            cause,
            second,
            refusal: refusal.clone(),
        };
        RECENT.with_borrow_mut(|recent| recent[place] = Some(entry));
        refusal
    })
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;
    use std::time::{Duration, SystemTime};

    use super::{Cause, PLACES, Written, refusal};
    use crate::__private::{condition, named_permission, named_role, named_scope, owner};
    use crate::auth::Auth;
    use crate::decision::EMPTY;
    use crate::identity::{Attempt, AuthenticationError, Identity, Outcome};
    use crate::policy::{Access, Requirement, Scheme};
    use crate::response::{Body, Refusal};

    static HANDLERS: [Access; 2] = [EMPTY; 2];
    const NOW: SystemTime = SystemTime::UNIX_EPOCH;

    fn auth() -> Auth {
        let builder = Auth::builder().only_modules(["none"]);
        builder.build().unwrap()
    }

    fn written() -> Rc<Written> {
        Rc::new(Written {
            refusal: Refusal::not_found(),
            body: Body::empty(),
        })
    }

    fn nothing() -> Option<Cause> {
        Cause::of_challenge(&Attempt::nothing())
    }

    fn rejected(scheme: Scheme) -> Option<Cause> {
        let error = AuthenticationError::rejected("signature");
        Cause::of_challenge(&Attempt::by(scheme, Outcome::Refused(error)))
    }

    #[test]
    fn the_same_cause_is_told_the_same_within_a_second() {
        let auth = auth();
        let [handler, other] = &HANDLERS;
        let first = refusal(&auth, handler, nothing(), NOW, written);
        let again = |auth: &Auth, handler, cause, later| {
            let told = refusal(auth, handler, cause, NOW + later, written);
            Rc::ptr_eq(&told, &first)
        };
        let (at_once, later) = (Duration::from_millis(999), Duration::from_secs(1));
        assert!(again(&auth, handler, nothing(), at_once));
        assert!(again(&auth.clone(), handler, nothing(), Duration::ZERO));
        assert!(!again(&auth, other, nothing(), Duration::ZERO));
        assert!(!again(
            &auth,
            handler,
            rejected(Scheme::Bearer),
            Duration::ZERO
        ));
        assert!(!again(&auth, handler, None, Duration::ZERO));
        assert!(again(&auth, handler, nothing(), Duration::ZERO));
        assert!(!again(&auth, handler, nothing(), later));
    }

    /// Where the memory of one that is gone is used again, too.
    #[test]
    fn another_configuration_tells_for_itself() {
        for _ in 0..1000 {
            let told = |auth: Auth| refusal(&auth, &HANDLERS[0], nothing(), NOW, written);
            let (one, other) = (told(auth()), told(auth()));
            assert!(!Rc::ptr_eq(&one, &other));
        }
    }

    #[test]
    fn the_scheme_by_which_a_caller_came_is_part_of_the_cause() {
        let auth = auth();
        let told = |scheme| refusal(&auth, &HANDLERS[0], rejected(scheme), NOW, written);
        let (bearer, basic) = (told(Scheme::Bearer), told(Scheme::Basic));
        assert!(!Rc::ptr_eq(&bearer, &basic));
    }

    #[test]
    fn what_differs_from_caller_to_caller_has_no_cause_in_common() {
        let down = AuthenticationError::unavailable("down");
        let down = Attempt::by(Scheme::Bearer, Outcome::Refused(down));
        assert!(Cause::of_challenge(&down).is_none());
    }

    /// Scopes that a caller has already are not asked for, and a condition has reasons of its own.
    #[test]
    fn a_403_is_told_again_only_where_it_says_the_same_to_everybody() {
        static REQUIREMENTS: [(Requirement, bool); 5] = [
            (named_role("a"), true),
            (named_permission("a"), true),
            (owner("id"), true),
            (named_scope("a"), false),
            (condition("a"), false),
        ];
        let telling = Auth::builder().only_modules(["none"]).tell_requirements();
        let telling = telling.build().unwrap();
        let attempt = Attempt::by(Scheme::Bearer, Outcome::Known(Identity::new("a")));
        for (requirement, is_alike) in &REQUIREMENTS {
            let cause = |auth: &Auth| Cause::of_forbidding(auth, requirement, &attempt);
            assert_eq!(cause(&auth()).is_some(), *is_alike, "{requirement}");
            assert!(cause(&telling).is_none(), "{requirement}");
        }
    }

    #[test]
    fn many_handlers_share_few_places() {
        let auth = auth();
        let handlers: &'static [Access] = vec![EMPTY; 3 * PLACES].leak();
        let tell = |handler| refusal(&auth, handler, nothing(), NOW, written);
        let first: Vec<_> = handlers.iter().map(tell).collect();
        let kept = first.iter().filter(|it| Rc::strong_count(it) == 2);
        assert!(kept.count() <= PLACES);
    }
}
