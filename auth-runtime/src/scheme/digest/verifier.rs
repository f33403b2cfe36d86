//! Credentials → identity.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use actix_web::HttpRequest;
use actix_web::http::header::{HeaderName, HeaderValue};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::algorithm::{Algorithm, hex};
use super::challenge::Offer;
use super::credentials::{self, Credentials, Name};
use super::nonce::{self, CLOCKS_DIFFER, Issued, Nonces};
use super::proof::Proof;
use super::secret::{Purpose, Secret};
use super::users::{User, UserStore};
use crate::challenge::{Asking, Fields, Why};
use crate::clock::{Clock, unix_seconds};
use crate::credential::Malformed;
use crate::identity::{AuthenticationError, Failure, Identity, Verification};
use crate::notice;
use crate::scheme::SchemeVerifier;
use crate::scheme::cross_site::{Origin, is_misused};
use crate::store::{Store, StoreAnswer};

pub(super) struct Verifier {
    pub(super) users: Box<dyn UserStore>,
    /// Those that are offered, in that order.
    pub(super) algorithms: &'static [Algorithm],
    pub(super) userhash: bool,
    pub(super) secret: Secret,
    pub(super) nonces: Nonces,
    pub(super) realm: String,
    pub(super) origins: Vec<Origin>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) store: Arc<dyn Store>,
}

/// For answers that are waited for.
pub(super) struct Shared(Arc<Verifier>);

/// Credentials that answer a challenge as we offer it. Whether the answer is right is not known yet.
struct Answered {
    credentials: Credentials,
    algorithm: Algorithm,
    /// None for a nonce that is not ours.
    issued: Option<Issued>,
}

impl SchemeVerifier for Shared {
    /// Who sent the request is judged first: a page of another site learns nothing of the proof that
    /// the browser makes for it, and uses no nonce count up.
    fn verify(&self, request: &HttpRequest, credentials: &[u8]) -> Verification {
        if is_misused(request, &self.0.origins) {
            return Verification::now(Err(AuthenticationError(Failure::CrossSite)));
        }
        let answered = match self.0.answered(request, credentials) {
            Ok(answered) => answered,
            Err(error) => return Verification::now(Err(error)),
        };
        let found = self.0.find(&answered);
        let (verifier, request) = (self.0.clone(), request.clone());
        Verification::later(async move { verifier.decide(&request, &answered, found).await })
    }

    /// A challenge for each algorithm, the better one first (§3.7).
    fn challenge(&self, asking: &Asking<'_>, fields: &mut Fields) {
        let verifier = &*self.0;
        let stale = matches!(
            asking.why,
            Why::Refused(AuthenticationError(Failure::Stale(_)))
        );
        for &algorithm in verifier.algorithms {
            let offer = Offer {
                realm: &verifier.realm,
                algorithm,
                nonce: &verifier.make_nonce(algorithm),
                userhash: verifier.userhash,
                stale,
            };
            fields.challenge(offer.challenge());
        }
    }

    fn account(&self, credentials: &[u8]) -> Option<String> {
        credentials::claimed_account(credentials)
    }
}

impl Verifier {
    pub(super) fn shared(self) -> Shared {
        Shared(Arc::new(self))
    }

    fn answered(
        &self,
        request: &HttpRequest,
        credentials: &[u8],
    ) -> Result<Answered, AuthenticationError> {
        let rejected = AuthenticationError::rejected;
        let credentials = credentials::read(credentials)?;
        if !super::target::is_of(&credentials.uri, request) {
            let why = Malformed::Form("uri_of_another_request");
            return Err(AuthenticationError::malformed(why));
        }
        if credentials.realm != self.realm {
            return Err(rejected("other_realm"));
        }
        let offered = credentials
            .algorithm
            .filter(|it| self.algorithms.contains(it));
        let algorithm = offered.ok_or(rejected("algorithm_not_offered"))?;
        if matches!(credentials.name, Name::Hashed(_)) && !self.userhash {
            return Err(rejected("userhash_not_offered"));
        }
        let purpose = (&*self.realm, algorithm);
        let issued = nonce::known(&self.secret, purpose, &credentials.nonce);
        Ok(Answered {
            credentials,
            algorithm,
            issued,
        })
    }

    fn find(&self, answered: &Answered) -> StoreAnswer<Option<User>> {
        match answered.credentials.name.sought(answered.algorithm) {
            Some(name) => self.users.find(name),
            None => StoreAnswer::now(Ok(None)),
        }
    }

    async fn decide(
        &self,
        request: &HttpRequest,
        answered: &Answered,
        found: StoreAnswer<Option<User>>,
    ) -> Result<Identity, AuthenticationError> {
        let user = found
            .wait()
            .await
            .map_err(AuthenticationError::unavailable)?;
        let (ha1, identity) = self.ha1(answered, user);
        let proof = Proof {
            algorithm: answered.algorithm,
            ha1: &ha1,
            credentials: &answered.credentials,
        };
        let expected = proof.response(request.method().as_str());
        let is_right = expected
            .as_bytes()
            .ct_eq(answered.credentials.response.as_bytes());
        let identity = match identity {
            Some(identity) if is_right.into() => identity,
            Some(_) => return Err(AuthenticationError::rejected("wrong_response")),
            None => return Err(AuthenticationError::rejected("unknown_user")),
        };
        let left = self.use_up(answered).await?;
        self.inform(request, &proof, left);
        Ok(identity)
    }

    /// The hash to compute with. For a user who does not exist, or has none of this algorithm, one
    /// that nobody knows and that is always the same.
    fn ha1(
        &self,
        answered: &Answered,
        user: Option<User>,
    ) -> (Zeroizing<String>, Option<Identity>) {
        let algorithm = answered.algorithm;
        let name = answered.credentials.name.text();
        let parts = [algorithm.name().as_bytes(), name.as_bytes()];
        let decoy = self.secret.tag(Purpose::Decoy, &parts);
        let stored = user.and_then(|user| {
            let ha1 = user.ha1(algorithm)?.hex.clone();
            Some((ha1, user.identity))
        });
        match stored {
            Some((ha1, identity)) => (ha1, Some(identity)),
            None => (Zeroizing::new(hex(decoy.as_bytes())), None),
        }
    }

    /// Uses a nonce count up: after the response was found right, so that nobody without a password
    /// fills the store, and each count once, in any order (§3.4, §5.12).
    ///
    /// A nonce that is not ours, or not any more, is stale too (§3.3): where the process began anew,
    /// clients go on without asking their users.
    async fn use_up(&self, answered: &Answered) -> Result<Duration, AuthenticationError> {
        let now = unix_seconds(self.clock.now())
            .ok_or_else(|| AuthenticationError::broken("the clock stands before 1970"))?;
        let stale = |code| AuthenticationError(Failure::Stale(code));
        let issued = answered.issued.ok_or(stale("unknown_nonce"))?;
        let left = self.nonces.left(issued, now);
        let left = left.ok_or(stale("stale_nonce"))?;
        let Credentials { nonce, nc, .. } = &answered.credentials;
        let used = Algorithm::Sha256.hash([nonce, &*nc.to_ascii_lowercase()]);
        // Another machine's clock may be behind.
        let keep = left.saturating_add(CLOCKS_DIFFER);
        let claimed = self
            .store
            .claim(&format!("digest:{used}"), keep)
            .wait()
            .await;
        if !claimed.map_err(AuthenticationError::unavailable)? {
            // A client may have repeated a request on a broken connection: with a new nonce it goes
            // on by itself, and who only copied the proof does not.
            return Err(stale("replayed_nonce_count"));
        }
        Ok(left)
    }

    /// `Authentication-Info` (§3.5), with the next nonce when this one is about to end.
    fn inform(&self, request: &HttpRequest, proof: &Proof<'_>, left: Duration) {
        let Credentials { cnonce, nc, .. } = proof.credentials;
        let cnonce = cnonce.replace('\\', r"\\").replace('"', "\\\"");
        let mut info = format!(
            r#"rspauth="{}", cnonce="{cnonce}", nc={nc}, qop=auth"#,
            proof.rspauth()
        );
        if self.nonces.is_ending(left) {
            let next = self.make_nonce(proof.algorithm);
            info += &[", nextnonce=\"", &next, "\""].concat();
        }
        // Digits, and a client's nonce of printable ASCII.
        if let Ok(info) = HeaderValue::try_from(info) {
            notice::note(
                request,
                HeaderName::from_static("authentication-info"),
                info,
            );
        }
    }

    /// A clock that panics, or stands before 1970, must not take a challenge with it. A nonce that
    /// is made by the wrong one is refused by the right one, as stale.
    fn make_nonce(&self, algorithm: Algorithm) -> String {
        let now = catch_unwind(AssertUnwindSafe(|| self.clock.now()));
        let now = unix_seconds(now.unwrap_or_else(|_| SystemTime::now())).unwrap_or_default();
        self.nonces
            .make(&self.secret, (&self.realm, algorithm), now)
    }
}
