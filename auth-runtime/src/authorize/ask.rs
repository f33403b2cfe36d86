//! Conditions, asked: each answer at the place of its requirement.

use std::panic::{AssertUnwindSafe, catch_unwind};

use actix_web::HttpRequest;
use futures_util::FutureExt;

use crate::audit;
use crate::auth::Auth;
use crate::condition::{Condition, Judged, Verdict};
use crate::decision::Ask;
use crate::identity::Identity;
use crate::obstacle::{AuthorizationError, Obstacle};
use crate::policy::{Access, ConditionRef, Privilege, Requirement};

/// What the conditions say, and what kept the first of those that could not tell.
#[derive(Default)]
pub(super) struct Asked {
    pub(super) verdicts: Vec<Option<Verdict>>,
    pub(super) obstacle: Option<Obstacle>,
}

/// Asks the conditions, in the order in which they are written, until one of them hides: then the
/// others change nothing. One that only forbids does not end it, because a later one may hide.
pub(super) async fn ask(
    which: Ask,
    auth: &Auth,
    request: &HttpRequest,
    access: &'static Access,
    caller: &Identity,
) -> Asked {
    let mut asked = Asked::default();
    for requirement in access.requirements {
        let verdict = match requirement.privilege {
            Privilege::Condition(condition) if which == Ask::Every || requirement.hide => {
                let verdict = verdict(auth, request, condition, caller).await;
                Some(asked.noted(verdict, access, requirement))
            }
            _ => None,
        };
        let hides = match &verdict {
            Some(Verdict::Hide) => true,
            Some(Verdict::Forbid(_)) => requirement.hide,
            Some(Verdict::Allow) | None => false,
        };
        asked.verdicts.push(verdict);
        if hides {
            break;
        }
    }
    asked
}

impl Asked {
    /// Where a requirement hides, that nobody can tell whether it holds is told to nobody either:
    /// another status would say that something is here.
    fn noted(
        &mut self,
        verdict: Result<Verdict, AuthorizationError>,
        access: &'static Access,
        requirement: &'static Requirement,
    ) -> Verdict {
        let obstacle = match verdict {
            Ok(verdict) => return verdict,
            Err(AuthorizationError(obstacle)) => obstacle,
        };
        audit::unjudged(access, &requirement.to_string(), &obstacle);
        if requirement.hide || matches!(obstacle, Obstacle::Absent) {
            return Verdict::Hide;
        }
        self.obstacle.get_or_insert(obstacle);
        Verdict::forbid("nobody can tell")
    }
}

/// One verdict. A panic is no reason to let anybody pass.
async fn verdict(
    auth: &Auth,
    request: &HttpRequest,
    condition: ConditionRef,
    caller: &Identity,
) -> Result<Verdict, AuthorizationError> {
    let Some(condition) = found(auth, condition) else {
        return Err(AuthorizationError::broken(format!(
            "the condition {condition} is not registered in this `Auth`"
        )));
    };
    let panicked = || AuthorizationError::broken("the condition panicked");
    let judgement = catch_unwind(AssertUnwindSafe(|| condition.judge(request, caller).0));
    match judgement.map_err(|_| panicked())? {
        Judged::Now(verdict) => verdict,
        Judged::Later(verdict) => {
            let verdict = AssertUnwindSafe(verdict).catch_unwind().await;
            verdict.map_err(|_| panicked())?
        }
    }
}

/// The start-up check has found those that are registered, unless it was told to look elsewhere.
fn found(auth: &Auth, condition: ConditionRef) -> Option<&dyn Condition> {
    let function = condition.as_function();
    let registered = || auth.conditions().get(condition.name());
    match function {
        Some(function) => Some(function),
        None => registered(),
    }
}
