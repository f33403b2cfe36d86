//! Request → key → identity.

use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::http::header::HeaderName;

use super::key::Presented;
use super::record::is_secret;
use super::{ApiKeyRecord, ApiKeyStore};
use crate::challenge::{Asking, Challenge, Fields};
use crate::credential::Malformed;
use crate::identity::{AuthenticationError, Identity, Verification};
use crate::notice;
use crate::scheme::{Found, SchemeVerifier};
use crate::store::StoreError;

pub(super) struct Verifier {
    pub(super) store: Arc<dyn ApiKeyStore>,
    pub(super) name: HeaderName,
    /// The name as it was configured, for people.
    pub(super) header: String,
}

impl SchemeVerifier for Verifier {
    fn find<'r>(&self, request: &'r HttpRequest) -> Found<'r> {
        let mut fields = request.headers().get_all(&self.name);
        match (fields.next(), fields.next()) {
            (None, _) => Found::Missing,
            (Some(field), None) => Found::Present(field.as_bytes()),
            (Some(_), Some(_)) => Found::Malformed(Malformed::SeveralFields),
        }
    }

    fn verify(&self, request: &HttpRequest, credentials: &[u8]) -> Verification {
        notice::let_in_by(request, &self.header);
        let key = match Presented::read(credentials) {
            Ok(key) => key,
            Err(why) => return Verification::now(Err(AuthenticationError::malformed(why))),
        };
        match self.store.find(key.id).split() {
            Ok(answer) => Verification::now(judge(key.id, key.secret, answer)),
            Err(answer) => {
                let (id, secret) = (key.id.to_owned(), key.secret.to_owned());
                Verification::later(async move { judge(&id, &secret, answer.await) })
            }
        }
    }

    fn challenge(&self, asking: &Asking<'_>, fields: &mut Fields) {
        let challenge = Challenge::new("ApiKey", asking.realm);
        fields.challenge(challenge.quoted("header", &self.header));
    }

    fn field(&self) -> Option<&str> {
        Some(&self.header)
    }

    fn account(&self, credentials: &[u8]) -> Option<String> {
        let key = Presented::read(credentials).ok()?;
        Some(key.id.to_owned())
    }
}

fn judge(
    id: &str,
    secret: &str,
    answer: Result<Option<ApiKeyRecord>, StoreError>,
) -> Result<Identity, AuthenticationError> {
    let record = answer.map_err(AuthenticationError::unavailable)?;
    // A store that compares ids in its own way, without regard to case, say, must not widen the key.
    let record = record.filter(|record| record.id() == id);
    let is_good = is_secret(secret, record.as_ref());
    match record {
        None => Err(AuthenticationError::rejected("unknown_key")),
        Some(_) if !is_good => Err(AuthenticationError::rejected("wrong_secret")),
        Some(record) if record.is_revoked() => Err(AuthenticationError::rejected("revoked")),
        Some(record) => Ok(record.into_identity()),
    }
}
