//! Decision → refusal: which challenges it carries, or where the caller is sent.

use actix_web::HttpRequest;
use actix_web::http::header::HeaderValue;

use super::Authorization;
use super::tried::asks_like_a_miss;
use crate::auth::{Auth, like_a_miss};
use crate::challenge::{Asking, Fields, Why};
use crate::condition::Reason;
use crate::decision::Decision;
use crate::identity::{Attempt, AuthenticationError, Failure, Outcome};
use crate::policy::{Access, Privilege, Requirement, Scheme, StepUp};
use crate::response::{self, Cause, Refusal, Required};

/// A request that does not pass, and what is known of it.
#[derive(Clone, Copy)]
pub(super) struct Refused<'a> {
    pub(super) auth: &'a Auth,
    pub(super) request: &'a HttpRequest,
    pub(super) access: &'static Access,
    pub(super) attempt: &'a Attempt,
    /// Why a condition forbids.
    pub(super) reason: Option<&'a Reason>,
}

impl Refused<'_> {
    pub(super) fn by(self, decision: Decision) -> Authorization {
        let is_known = self.attempt.outcome.identity_ref().is_some();
        let refusal = match decision {
            Decision::Hide(_) if self.auth.challenges_misses() && !is_known => {
                return self.unauthenticated();
            }
            Decision::Allow | Decision::Hide(_) => {
                return response::not_found(self.auth, self.request);
            }
            Decision::Challenge => return self.unauthenticated(),
            Decision::StepUp(step_up) => self.stepped_up(step_up),
            Decision::Forbid(requirement) => {
                let cause = Cause::of_forbidding(self.auth, requirement, self.attempt);
                return self.told(self.access, cause, || self.forbidden(requirement));
            }
            // Conditions are asked once; whatever is open after that is a mistake of ours.
            Decision::Ask(_) => Refusal::broken(),
        };
        Authorization::Decided(Err(response::refused(self.auth, self.request, refusal)))
    }

    #[inline]
    fn unauthenticated(self) -> Authorization {
        let cause = Cause::of_challenge(self.attempt);
        // Told alike, and as fast, whichever of them was asked for before.
        let access = if asks_like_a_miss(self.access) {
            like_a_miss()
        } else {
            self.access
        };
        self.told(access, cause, || self.challenged())
    }

    #[inline]
    fn told(
        self,
        access: &'static Access,
        cause: Option<Cause>,
        refusal: impl FnOnce() -> Refusal,
    ) -> Authorization {
        let Self { auth, request, .. } = self;
        Authorization::Decided(Err(response::refused_for(
            cause, auth, request, access, refusal,
        )))
    }

    /// 401, or 400, with a challenge of each scheme that is accepted. The reason stands in that of
    /// the scheme by which the caller tried, or in each where that cannot be told (RFC 9449 §7.2).
    fn challenged(self) -> Refusal {
        match &self.attempt.outcome {
            Outcome::Nothing => {
                if let Some(page) = self.login_page() {
                    return Refusal::to_login(page);
                }
            }
            Outcome::Refused(AuthenticationError(Failure::CrossSite)) => {
                return Refusal::cross_site();
            }
            _ => {}
        }
        let mut fields = Fields::default();
        let mut add = |scheme| self.challenge(scheme, self.reason(scheme), &mut fields);
        if asks_like_a_miss(self.access) {
            self.auth.schemes().configured().for_each(&mut add);
        } else {
            self.access.schemes().iter().copied().for_each(&mut add);
        }
        Refusal::challenged(self.attempt, fields)
    }

    fn reason(&self, scheme: Scheme) -> Why<'_> {
        if self.attempt.scheme.is_some_and(|tried| tried != scheme) {
            return Why::Nothing;
        }
        match &self.attempt.outcome {
            Outcome::Nothing | Outcome::Known(_) => Why::Nothing,
            Outcome::Malformed(_) => Why::Malformed,
            Outcome::Refused(error) => Why::Refused(error),
        }
    }

    /// To the login page, or 401 with the challenge of the scheme by which the caller came.
    fn stepped_up(self, step_up: StepUp) -> Refusal {
        let is_session = self.attempt.scheme == Some(Scheme::Session);
        match self.login_page().filter(|_| is_session) {
            Some(page) => Refusal::to_login(page),
            None => Refusal::stepped_up(self.own_challenge(Why::StepUp(step_up))),
        }
    }

    fn forbidden(self, requirement: &Requirement) -> Refusal {
        let needed = self.needed_scopes();
        let mut fields = match requirement.privilege() {
            Privilege::Scope(_) if self.attempt.is_oauth() => {
                self.own_challenge(Why::InsufficientScope(&needed))
            }
            _ => Fields::default(),
        };
        let tells = self.auth.tells_privileges();
        let required = || Required::of(requirement.privilege(), &needed);
        let required = tells.then(required).flatten();
        if let Some(required) = &required {
            fields.required(required);
        }
        let told = self.reason.and_then(Reason::message);
        Refusal::forbidden(requirement, told, fields).naming(required)
    }

    /// Where the caller could log in, if it is to be sent there. A path that hides does as one that
    /// does not exist.
    fn login_page(self) -> Option<HeaderValue> {
        let hides = asks_like_a_miss(self.access);
        if !hides && !self.access.schemes().contains(&Scheme::Session) {
            return None;
        }
        let verifier = self.auth.schemes().get(Scheme::Session)?;
        let redirect = self.access.redirect().filter(|_| !hides);
        verifier.login_page(self.request, redirect)
    }

    /// The challenge of the scheme by which the caller came.
    fn own_challenge(self, why: Why<'_>) -> Fields {
        let mut fields = Fields::default();
        if let Some(scheme) = self.attempt.scheme {
            self.challenge(scheme, why, &mut fields);
        }
        fields
    }

    fn challenge(&self, scheme: Scheme, why: Why<'_>, fields: &mut Fields) {
        let own = Some(self.access).filter(|access| !asks_like_a_miss(access));
        let scopes = own.map_or_else(Vec::new, |_| self.needed_scopes());
        let asking = Asking {
            realm: own.and_then(Access::realm).unwrap_or(self.auth.realm()),
            why,
            resource_metadata: self.auth.resource_metadata_url(),
            scopes: &scopes,
        };
        if let Some(verifier) = self.auth.schemes().get(scheme) {
            verifier.challenge(&asking, fields);
        }
    }

    fn needed_scopes(&self) -> Vec<&'static str> {
        let known = self.auth.vocabularies().scopes.as_slice();
        let identity = self.attempt.outcome.identity_ref();
        let has = |name: &str| identity.is_some_and(|it| it.has_scope(name));
        self.access.scopes(&|rule| rule.passes(known, &has))
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use crate::__private::BEARER;
    use crate::auth::{Auth, like_a_miss};
    use crate::authorize::{Authorization, authorize_with};
    use crate::decision::EMPTY;
    use crate::identity::{Authenticator, Identity, Verification};
    use crate::policy::{Access, Privilege, Requirement, Rule};
    use crate::response::RefusalError;
    use crate::scheme::BearerToken;

    struct Alice;

    impl Authenticator for Alice {
        fn authenticate(&self, _: BearerToken<'_>) -> Verification {
            Verification::now(Ok(Identity::new("alice")))
        }
    }

    const fn nobody(hide: bool) -> Requirement {
        Requirement {
            privilege: Privilege::Role(Rule::Any(&[])),
            hide,
            message: None,
        }
    }

    static SEEN: Access = Access {
        authentication: BEARER,
        requirements: &[nobody(false)],
        ..EMPTY
    };
    static HIDDEN: [Access; 2] = [Access {
        authentication: BEARER,
        requirements: &[nobody(true)],
        ..EMPTY
    }; 2];

    /// Where the refusal for want of a credential was written.
    fn written(auth: &Auth, access: &'static Access) -> *const u8 {
        let request = TestRequest::default().to_http_request();
        match authorize_with(auth, &request, access) {
            Authorization::Decided(Err(error)) => {
                let refusal = error.as_error::<RefusalError>().unwrap().refusal();
                assert_eq!(refusal.status(), 401);
                refusal.timestamp().as_ptr()
            }
            _ => panic!("let in, or undecided"),
        }
    }

    /// What one of them costs, the others do not cost anew: the time would tell them apart.
    #[test]
    fn hidden_handlers_share_their_refusal_with_what_does_not_exist() {
        let now = std::time::SystemTime::UNIX_EPOCH;
        let builder = Auth::builder().only_modules(["none"]).clock(move || now);
        let auth = builder.bearer_with(Alice).build().unwrap();
        drop(auth.not_found());
        let miss = written(&auth, like_a_miss());
        assert_eq!(written(&auth, &HIDDEN[0]), miss);
        assert_eq!(written(&auth, &HIDDEN[1]), miss);
        assert_ne!(written(&auth, &SEEN), miss);
        assert_eq!(written(&auth, &HIDDEN[0]), miss);
    }
}
