//! Credentials → identity.

use std::sync::Arc;

use actix_web::HttpRequest;

use super::credentials::{self, Credentials};
use super::hash::Hash;
use super::users::{User, UserStore};
use super::workers::{Place, Workers};
use crate::challenge::{Asking, Challenge, Fields};
use crate::identity::{AuthenticationError, Failure, Identity, Verification};
use crate::scheme::{SchemeVerifier, user_text};
use crate::store::StoreAnswer;

pub(super) struct Verifier {
    users: Box<dyn UserStore>,
    judge: Arc<Judge>,
}

struct Judge {
    /// What a user who does not exist is compared with.
    decoy: Hash,
    workers: Workers,
}

impl Verifier {
    pub(super) fn new(users: Box<dyn UserStore>, decoy: Hash, workers: Workers) -> Self {
        let judge = Arc::new(Judge { decoy, workers });
        Self { users, judge }
    }

    fn find(&self, name: &str) -> StoreAnswer<Option<User>> {
        if name.len() > user_text::LONGEST_NAME {
            return StoreAnswer::now(Ok(None));
        }
        self.users.find(name)
    }
}

impl SchemeVerifier for Verifier {
    fn verify(&self, _: &HttpRequest, credentials: &[u8]) -> Verification {
        let credentials = match credentials::read(credentials) {
            Ok(credentials) => credentials,
            Err(error) => return Verification::now(Err(error)),
        };
        // Before the store is asked: who cannot be served must not cost it anything.
        let Some(place) = self.judge.workers.place() else {
            return Verification::now(Err(AuthenticationError(Failure::Busy)));
        };
        let found = self.find(&credentials.user);
        let judge = self.judge.clone();
        Verification::later(async move { judge.decide(found, credentials, place).await })
    }

    /// `realm` and `charset`, and nothing else (RFC 7617 §2, §2.1).
    fn challenge(&self, asking: &Asking<'_>, fields: &mut Fields) {
        let challenge = Challenge::new("Basic", asking.realm);
        fields.challenge(challenge.quoted("charset", "UTF-8"));
    }

    fn account(&self, credentials: &[u8]) -> Option<String> {
        credentials::claimed_user(credentials)
    }
}

impl Judge {
    /// The same work for a user who does not exist, and even the decoy's password is nobody's.
    async fn decide(
        &self,
        found: StoreAnswer<Option<User>>,
        credentials: Credentials,
        place: Place,
    ) -> Result<Identity, AuthenticationError> {
        let user = found
            .wait()
            .await
            .map_err(AuthenticationError::unavailable)?;
        let hash = match &user {
            Some(user) => Hash::parse(&user.hash).map_err(AuthenticationError::broken)?,
            None => self.decoy.clone(),
        };
        let password = credentials.password;
        let compare = move || hash.matches(&password);
        let matches = match self.workers.work(place, compare).await {
            Some(compared) => compared.map_err(AuthenticationError::broken)?,
            None => return Err(AuthenticationError::broken("hashing a password panicked")),
        };
        match user {
            Some(user) if matches => Ok(user.identity),
            Some(_) => Err(AuthenticationError::rejected("wrong_password")),
            None => Err(AuthenticationError::rejected("unknown_user")),
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::{Hash, Verifier, Workers};
    use crate::identity::{Answer, AuthenticationError, Failure, Identity};
    use crate::scheme::SchemeVerifier;
    use crate::scheme::basic::{User, Users, hash_password};

    async fn verified(verifier: &Verifier) -> Result<Identity, AuthenticationError> {
        let request = TestRequest::default().to_http_request();
        // `ada:x`
        match verifier.verify(&request, b" YWRhOng=").0 {
            Answer::Now(answer) => answer,
            Answer::Later(answer) => answer.await,
        }
    }

    /// A decoy that cannot be computed shows that it is.
    #[actix_web::test]
    async fn a_user_who_does_not_exist_costs_a_hash() {
        let hash = hash_password("x").unwrap();
        let impossible = hash.replace("m=19456", "m=1");
        let verifier = |users| {
            let decoy = Hash::parse(&impossible).unwrap();
            Verifier::new(Box::new(users), decoy, Workers::new(1, 1))
        };
        let error = verified(&verifier(Users::new())).await.unwrap_err();
        assert!(matches!(error.0, Failure::Broken(_)), "{error:?}");
        let ada = User::new(hash, Identity::new("ada"));
        let users = Users::new().with("ada", ada);
        assert!(verified(&verifier(users)).await.is_ok());
    }

    #[actix_web::test]
    async fn the_log_can_tell_who_is_unknown_and_what_is_wrong() {
        let ada = User::new(hash_password("y").unwrap(), Identity::new("ada"));
        for (users, word) in [
            (Users::new(), "unknown_user"),
            (Users::new().with("ada", ada), "wrong_password"),
        ] {
            let decoy = Hash::decoy().unwrap();
            let verifier = Verifier::new(Box::new(users), decoy, Workers::new(1, 1));
            let error = verified(&verifier).await.unwrap_err();
            assert!(matches!(error.0, Failure::Rejected { code } if code == word));
        }
    }
}
