//! Credentials → identity.

use actix_web::HttpRequest;

use super::credentials::{self, Credentials};
use super::passwords::Passwords;
use super::users::{User, UserStore};
use super::workers::Place;
use crate::challenge::{Asking, Challenge, Fields};
use crate::identity::{AuthenticationError, Failure, Identity, Verification};
use crate::scheme::cross_site::{Origin, is_misused};
use crate::scheme::{SchemeVerifier, user_text};
use crate::store::StoreAnswer;

pub(super) struct Verifier {
    pub(super) users: Box<dyn UserStore>,
    pub(super) passwords: Passwords,
    pub(super) origins: Vec<Origin>,
}

impl Verifier {
    fn find(&self, name: &str) -> StoreAnswer<Option<User>> {
        if name.len() > user_text::LONGEST_NAME {
            return StoreAnswer::now(Ok(None));
        }
        self.users.find(name)
    }
}

impl SchemeVerifier for Verifier {
    /// Who sent the request is judged first: a page of another site learns nothing of the credential
    /// that the browser sends for it, and costs no hashing.
    fn verify(&self, request: &HttpRequest, credentials: &[u8]) -> Verification {
        if is_misused(request, &self.origins) {
            return Verification::now(Err(AuthenticationError(Failure::CrossSite)));
        }
        let credentials = match credentials::read(credentials) {
            Ok(credentials) => credentials,
            Err(error) => return Verification::now(Err(error)),
        };
        // Before the store is asked: who cannot be served must not cost it anything.
        let Some(place) = self.passwords.place() else {
            return Verification::now(Err(AuthenticationError(Failure::Busy)));
        };
        let found = self.find(&credentials.user);
        let passwords = self.passwords.clone();
        Verification::later(decided(passwords, found, credentials, place))
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

async fn decided(
    passwords: Passwords,
    found: StoreAnswer<Option<User>>,
    credentials: Credentials,
    place: Place,
) -> Result<Identity, AuthenticationError> {
    let user = found
        .wait()
        .await
        .map_err(AuthenticationError::unavailable)?;
    let hash = user.as_ref().map(|user| &*user.hash);
    let compared = passwords.compare(place, credentials.password, hash).await;
    let matches = compared.map_err(AuthenticationError::broken)?;
    match user {
        Some(user) if matches => Ok(user.identity),
        Some(_) => Err(AuthenticationError::rejected("wrong_password")),
        None => Err(AuthenticationError::rejected("unknown_user")),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::{Passwords, Verifier};
    use crate::identity::{Answer, AuthenticationError, Failure, Identity};
    use crate::scheme::SchemeVerifier;
    use crate::scheme::basic::hash::Hash;
    use crate::scheme::basic::workers::Workers;
    use crate::scheme::basic::{User, Users, hash_password};

    fn verifier(users: Users, decoy: Hash) -> Verifier {
        Verifier {
            users: Box::new(users),
            passwords: Passwords::of(decoy, Workers::new(1, 1)),
            origins: Vec::new(),
        }
    }

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
        let verifier = |users| verifier(users, Hash::parse(&impossible).unwrap());
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
            let verifier = verifier(users, Hash::decoy().unwrap());
            let error = verified(&verifier).await.unwrap_err();
            assert!(matches!(error.0, Failure::Rejected { code } if code == word));
        }
    }
}
