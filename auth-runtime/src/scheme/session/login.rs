//! Who is logged in, as the session holds it.

use std::time::{Duration, SystemTime};

use actix_session::Session;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::clock::unix_seconds;
use crate::identity::Identity;

/// What stands in a session. Times are seconds since 1970.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Login {
    /// By what the login is known to have ended. Good for nothing else, so no secret.
    id: String,
    subject: String,
    issuer: Option<String>,
    roles: Vec<String>,
    permissions: Vec<String>,
    acr: Option<String>,
    /// When the user authenticated.
    authenticated: u64,
    /// When the session began.
    pub(super) began: u64,
    /// When the last request was noted.
    pub(super) seen: u64,
    /// When the identity ends by itself.
    pub(super) ends: Option<u64>,
    /// How long after the last request a copy of the session may be good. Where realms share a
    /// session, each has its own rules, and any of them may end all logins.
    pub(super) lasts: u64,
    pub(super) csrf_token: String,
}

impl Login {
    pub(super) fn new(identity: &Identity, now: u64, lasts: u64) -> Result<Self, &'static str> {
        let texts = |texts: &mut dyn Iterator<Item = &str>| texts.map(ToOwned::to_owned).collect();
        // Before 1970 is long ago, and an end then is an end.
        let seconds = |time| unix_seconds(time).unwrap_or(0);
        Ok(Self {
            id: random_token()?,
            subject: identity.subject().to_owned(),
            issuer: identity.issuer().map(ToOwned::to_owned),
            roles: texts(&mut identity.roles()),
            permissions: texts(&mut identity.permissions()),
            acr: identity.acr().map(ToOwned::to_owned),
            authenticated: identity.authenticated_at().map_or(now, seconds),
            began: now,
            seen: now,
            ends: identity.expires_at().map(seconds),
            lasts,
            csrf_token: random_token()?,
        })
    }

    /// Where the [`Store`](crate::Store) holds that somebody logged out.
    pub(super) fn ended_key(&self) -> String {
        format!("session_ended:{}", self.id)
    }

    pub(super) fn seen_at(self, now: u64) -> Self {
        Self { seen: now, ..self }
    }

    /// Whether both are of one user. Each issuer names its users as it likes.
    pub(super) fn is_of_user(&self, other: &Self) -> bool {
        (&self.issuer, &self.subject) == (&other.issuer, &other.subject)
    }

    pub(super) fn identity(&self) -> Identity {
        let authenticated =
            SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(self.authenticated));
        let mut identity = Identity::new(&self.subject)
            .with_roles(&self.roles)
            .with_permissions(&self.permissions);
        if let Some(then) = authenticated {
            identity = identity.with_authentication_time(then);
        }
        if let Some(issuer) = &self.issuer {
            identity = identity.with_issuer(issuer);
        }
        if let Some(acr) = &self.acr {
            identity = identity.with_acr(acr);
        }
        identity
    }

    /// The login of a session, if there is one that can be read.
    pub(super) fn of(session: &Session, realm: &str) -> Option<Self> {
        Self::under(session, &key(realm))
    }

    /// Whether there is one, be it readable or not.
    pub(super) fn is_there(session: &Session, realm: &str) -> bool {
        session.contains_key(&key(realm))
    }

    /// The logins of a session in all realms.
    pub(super) fn all(session: &Session) -> Vec<Self> {
        let keys: Vec<_> = session.entries().keys().cloned().collect();
        let keys = keys.iter().filter(|key| key.starts_with(KEYS));
        keys.filter_map(|key| Self::under(session, key)).collect()
    }

    fn under(session: &Session, key: &str) -> Option<Self> {
        session.get(key).unwrap_or_else(|_| {
            // Says nothing of the content, which is personal.
            tracing::warn!(
                target: "auth_runtime::session",
                reason = "unreadable_login",
                "a session holds a login that cannot be read, and counts as none"
            );
            None
        })
    }

    pub(super) fn put(&self, session: &Session, realm: &str) -> Result<(), &'static str> {
        session
            .insert(key(realm), self)
            .map_err(|_| "the login cannot be written into the session")
    }
}

/// A login counts in its realm only: an app may hold several, in one session.
fn key(realm: &str) -> String {
    format!("{KEYS}{realm}")
}

/// How the keys of all logins begin.
const KEYS: &str = "auth_runtime.login.";

fn random_token() -> Result<String, &'static str> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| "the system has no randomness to give")?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(bytes))
}
