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
