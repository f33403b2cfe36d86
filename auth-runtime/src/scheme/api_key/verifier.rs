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
use crate::scheme::remembered::{Remembered, Slot};
use crate::scheme::{Found, SchemeVerifier};
use crate::store::StoreError;

pub(super) struct Verifier {
    pub(super) store: Arc<dyn ApiKeyStore>,
    pub(super) name: HeaderName,
    /// The name as it was configured, for people.
    pub(super) header: String,
    pub(super) remembered: Option<Arc<Remembered<Known>>>,
}

/// A good key.
#[derive(Clone)]
pub(super) struct Known {
    record: ApiKeyRecord,
    /// Where the store's changes stood before it was asked.
    changes: u64,
}

/// Where a key is remembered, if it is good.
struct Note {
    slot: Slot<Known>,
    changes: u64,
}

impl Note {
    /// The record, if the store has not changed since and the key has not expired. Who knows about
    /// another expiry is the store.
    fn recall(&self) -> Option<ApiKeyRecord> {
        let now = self.slot.since();
        let still = |it: &Known| it.changes == self.changes && !it.record.is_expired(now);
        self.slot.recall(still).map(|known| known.record)
    }

    fn keep(self, record: &ApiKeyRecord) {
        if !record.is_expired(self.slot.since()) {
            let record = record.clone();
            let changes = self.changes;
            self.slot.fill(Known { record, changes });
        }
    }
}

impl Verifier {
    /// Before the store is asked: what changes while it answers counts.
    fn note(&self, key: &[u8]) -> Option<Note> {
        let slot = self.remembered.as_ref()?.slot(&[key]);
        let changes = self.store.changes();
        Some(Note { slot, changes })
    }
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
        let note = self.note(credentials);
        if let Some(record) = note.as_ref().and_then(Note::recall) {
            return Verification::now(judge(key, Ok(Some(record)), None));
        }
        match self.store.find(key.id).split() {
            Ok(answer) => Verification::now(judge(key, answer, note)),
            Err(answer) => {
                let (id, secret) = (key.id.to_owned(), key.secret.to_owned());
                Verification::later(async move {
                    let (id, secret) = (&*id, &*secret);
                    judge(Presented { id, secret }, answer.await, note)
                })
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

    fn challenges_alike(&self) -> bool {
        true
    }

    fn account(&self, credentials: &[u8]) -> Option<String> {
        let key = Presented::read(credentials).ok()?;
        Some(key.id.to_owned())
    }
}

fn judge(
    key: Presented<'_>,
    answer: Result<Option<ApiKeyRecord>, StoreError>,
    note: Option<Note>,
) -> Result<Identity, AuthenticationError> {
    let record = answer.map_err(AuthenticationError::unavailable)?;
    // A store that compares ids in its own way, without regard to case, say, must not widen the key.
    let record = record.filter(|record| record.id() == key.id);
    let is_good = is_secret(key.secret, record.as_ref());
    match record {
        None => Err(AuthenticationError::rejected("unknown_key")),
        Some(_) if !is_good => Err(AuthenticationError::rejected("wrong_secret")),
        Some(record) if record.is_revoked() => Err(AuthenticationError::rejected("revoked")),
        Some(record) => {
            if let Some(note) = note {
                note.keep(&record);
            }
            Ok(record.into_identity())
        }
    }
}
