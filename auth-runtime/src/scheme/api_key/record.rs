//! What a store knows of a key.

use std::fmt;
use std::time::SystemTime;

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::identity::Identity;

/// What a store knows of a key: its id, the hash of its secret, and what it may do.
#[derive(Clone)]
pub struct ApiKeyRecord {
    id: Box<str>,
    secret: [u8; 32],
    is_revoked: bool,
    identity: Identity,
}

impl ApiKeyRecord {
    /// A record as a store holds it: the key's id, and the SHA-256 of its secret.
    ///
    /// Both come from [`ApiKey`](super::ApiKey): a hash of a secret that people chose could be
    /// guessed.
    pub fn new(id: impl Into<String>, secret_hash: [u8; 32]) -> Self {
        let id = id.into();
        Self {
            identity: Identity::new(id.clone()),
            id: id.into(),
            secret: secret_hash,
            is_revoked: false,
        }
    }

    pub(super) fn of_secret(id: String, secret: &str) -> Self {
        Self::new(id, hash(secret))
    }

    /// Whose key it is: the subject of the [`Identity`]. The key's id where nothing is said.
    #[must_use]
    pub fn subject(self, subject: impl Into<String>) -> Self {
        let identity = self.identity.with_subject(subject);
        Self { identity, ..self }
    }

    /// The roles that the key has.
    #[must_use]
    pub fn roles<S: Into<String>>(self, roles: impl IntoIterator<Item = S>) -> Self {
        let identity = self.identity.with_roles(roles);
        Self { identity, ..self }
    }

    /// The scopes that the key has.
    #[must_use]
    pub fn scopes<S: Into<String>>(self, scopes: impl IntoIterator<Item = S>) -> Self {
        let identity = self.identity.with_scopes(scopes);
        Self { identity, ..self }
    }

    /// The permissions that the key has.
    #[must_use]
    pub fn permissions<S: Into<String>>(self, permissions: impl IntoIterator<Item = S>) -> Self {
        let identity = self.identity.with_permissions(permissions);
        Self { identity, ..self }
    }

    /// From then on the key is refused.
    #[must_use]
    pub fn expires(self, at: SystemTime) -> Self {
        let identity = self.identity.with_expiry(at);
        Self { identity, ..self }
    }

    /// The key is refused, now and for ever.
    #[must_use]
    pub fn revoked(self) -> Self {
        Self {
            is_revoked: true,
            ..self
        }
    }

    /// By what the key is found. Not secret.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The SHA-256 of the secret, to store.
    pub fn secret_hash(&self) -> [u8; 32] {
        self.secret
    }

    /// Whether the key was taken back.
    pub fn is_revoked(&self) -> bool {
        self.is_revoked
    }

    pub(super) fn is_expired(&self, now: SystemTime) -> bool {
        self.identity.is_expired(now)
    }

    pub(super) fn into_identity(self) -> Identity {
        self.identity
    }
}

/// Whether a secret is that of a record. Takes as long where there is no record.
pub(super) fn is_secret(secret: &str, record: Option<&ApiKeyRecord>) -> bool {
    let expected = record.map_or([0; 32], |record| record.secret);
    let is_equal = bool::from(hash(secret).ct_eq(&expected));
    is_equal && record.is_some()
}

fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// Without the hash.
impl fmt::Debug for ApiKeyRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiKeyRecord")
            .field("id", &self.id)
            .field("is_revoked", &self.is_revoked)
            .field("identity", &self.identity)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::{ApiKeyRecord, hash, is_secret};

    #[test]
    fn only_the_secret_of_the_record_is_its_secret() {
        let record = ApiKeyRecord::of_secret("key_1".into(), "open sesame");
        assert!(is_secret("open sesame", Some(&record)));
        assert!(!is_secret("open sesamf", Some(&record)));
        assert!(!is_secret("open sesame", None));
    }

    /// FIPS 180-2, appendix B.1.
    #[test]
    fn the_hash_is_sha_256() {
        let expected = 0xba78_16bf_8f01_cfea_4141_40de_5dae_2223_u128;
        assert_eq!(hash("abc")[..16], expected.to_be_bytes());
    }
}
