//! Identity → the same, unless its token is revoked.

use std::sync::Arc;

use super::{LEEWAY, Named, RevocationList};
use crate::clock::Clock;
use crate::identity::{Answer, AuthenticationError, Authenticator, Identity, Verification};
use crate::scheme::BearerToken;
use crate::store::StoreError;

/// Tokens that an authenticator calls good, without those that a list calls revoked.
pub(crate) struct Revoking {
    pub(super) tokens: Arc<dyn Authenticator>,
    pub(super) list: Arc<dyn RevocationList>,
    pub(super) clock: Arc<dyn Clock>,
}

impl Authenticator for Revoking {
    fn authenticate(&self, token: BearerToken<'_>) -> Verification {
        self.checked(self.tokens.authenticate(token))
    }

    /// What is remembered may have been revoked since.
    fn recall(&self, token: &[u8]) -> Option<Verification> {
        Some(self.checked(self.tokens.recall(token)?))
    }
}

impl Revoking {
    fn checked(&self, verification: Verification) -> Verification {
        match verification.0 {
            Answer::Now(Ok(identity)) => check(&*self.list, &*self.clock, identity),
            Answer::Now(Err(error)) => Verification::now(Err(error)),
            Answer::Later(answer) => {
                let (list, clock) = (self.list.clone(), self.clock.clone());
                Verification::later(async move {
                    match check(&*list, &*clock, answer.await?).0 {
                        Answer::Now(answer) => answer,
                        Answer::Later(answer) => answer.await,
                    }
                })
            }
        }
    }
}

/// What cannot be named, or is from the future, cannot be revoked, so it is refused.
fn check(list: &dyn RevocationList, clock: &dyn Clock, identity: Identity) -> Verification {
    let refused = |code| Verification::now(Err(AuthenticationError::rejected(code)));
    let Some(named) = Named::of(&identity) else {
        return refused("cannot_be_revoked");
    };
    let Some(token) = named.token(&identity) else {
        return refused("iat");
    };
    let ahead = token.issued_at().duration_since(clock.now());
    if ahead.unwrap_or_default() > LEEWAY {
        return refused("issued_in_the_future");
    }
    match list.is_revoked(&token).split() {
        Ok(answer) => Verification::now(judge(answer, identity)),
        Err(answer) => Verification::later(async move { judge(answer.await, identity) }),
    }
}

fn judge(
    is_revoked: Result<bool, StoreError>,
    identity: Identity,
) -> Result<Identity, AuthenticationError> {
    match is_revoked {
        Ok(false) => Ok(identity),
        Ok(true) => Err(AuthenticationError::rejected("revoked")),
        Err(error) => Err(AuthenticationError::unavailable(error)),
    }
}
