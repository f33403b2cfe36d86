//! Who is logged in, as the session holds it.

use std::time::{Duration, SystemTime};

use actix_session::{Session, SessionExt};
use actix_web::{Error, HttpRequest};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use super::Verifier;
use super::layer::Presence;
use crate::auth::Auth;
use crate::clock::unix_seconds;
use crate::identity::Identity;
use crate::policy::Scheme;
use crate::response;

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
    pub(super) csrf_token: String,
}

impl Login {
    fn new(identity: &Identity, now: u64) -> Result<Self, &'static str> {
        let texts = |texts: &mut dyn Iterator<Item = &str>| texts.map(ToOwned::to_owned).collect();
        Ok(Self {
            id: random_token()?,
            subject: identity.subject().to_owned(),
            issuer: identity.issuer().map(ToOwned::to_owned),
            roles: texts(&mut identity.roles()),
            permissions: texts(&mut identity.permissions()),
            acr: identity.acr().map(ToOwned::to_owned),
            authenticated: identity
                .authenticated_at()
                .and_then(unix_seconds)
                .unwrap_or(now),
            began: now,
            seen: now,
            // An end before 1970 is an end.
            ends: identity
                .expires_at()
                .map(|end| unix_seconds(end).unwrap_or(0)),
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
        session.get(&key(realm)).unwrap_or_else(|_| {
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
    format!("auth_runtime.login.{realm}")
}

fn random_token() -> Result<String, &'static str> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| "the system has no randomness to give")?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(bytes))
}

/// Logs somebody in, after you have checked who it is: subject, issuer, roles, permissions, `acr`,
/// authentication time (now, where there is none) and expiry go into the session. Claims do not, nor do
/// scopes, which are for OAuth.
///
/// The session gets a new id, so that nobody who knew the old one comes along (session fixation). If
/// somebody else was logged in, what the session held of theirs is gone.
///
/// # Errors
///
/// Answers 403 when a page of another origin sent the request, which would log the user in as somebody
/// else; 500 in an app without [`SessionLayer`](super::SessionLayer), or without
/// [`Sessions`](super::Sessions) in its [`Auth`].
pub fn log_in(request: &HttpRequest, identity: &Identity) -> Result<(), Error> {
    let here = Here::of(request)?;
    let is_foreign = needs_own_sender(request) && here.verifier.sender(request) == Sender::Other;
    if is_foreign {
        return Err(response::cross_site(here.auth, request));
    }
    let now = unix_seconds(here.auth.now()).ok_or("the clock stands before 1970");
    let login = now.and_then(|now| Login::new(identity, now));
    let login = login.map_err(|why| failed(here.auth, request, why))?;
    let (session, realm) = (request.get_session(), here.auth.realm());
    if Login::of(&session, realm).is_some_and(|earlier| earlier.subject != login.subject) {
        session.clear();
    }
    session.renew();
    here.presence.is_used();
    login
        .put(&session, realm)
        .map_err(|why| failed(here.auth, request, why))
}

/// Logs out: the session and its cookie are gone, with everything in them. A copy of the cookie is worth
/// nothing any more: that the login has ended is kept in the [`Store`](crate::Store) until it would have
/// by itself.
///
/// # Errors
///
/// Answers 500 in an app without [`SessionLayer`](super::SessionLayer), or without
/// [`Sessions`](super::Sessions) in its [`Auth`]; 503 when the store cannot be reached, and then the
/// cookie is gone and a copy of it is still good.
pub async fn log_out(request: &HttpRequest) -> Result<(), Error> {
    let here = Here::of(request)?;
    here.presence.is_used();
    let session = request.get_session();
    let login = Login::of(&session, here.auth.realm());
    session.purge();
    let Some(login) = login else {
        return Ok(());
    };
    let ended = here.verifier.end(&login).wait().await;
    ended.map_err(|error| {
        tracing::error!(target: "auth_runtime::session", reason = "store_unavailable", cause = %error, "a logout could not be noted");
        response::unavailable(here.auth, request)
    })
}

/// Gives the session a new id and keeps what is in it: for moments when somebody gains rights.
///
/// # Errors
///
/// Answers 500 in an app without [`SessionLayer`](super::SessionLayer), or without
/// [`Sessions`](super::Sessions) in its [`Auth`].
pub fn renew(request: &HttpRequest) -> Result<(), Error> {
    let here = Here::of(request)?;
    here.presence.is_used();
    request.get_session().renew();
    Ok(())
}

/// What a client sends in `X-CSRF-Token` that sends neither `Sec-Fetch-Site` nor `Origin`. Of this
/// login, and no other. None where nobody is logged in.
pub fn csrf_token(request: &HttpRequest) -> Option<String> {
    let here = Here::of(request).ok()?;
    here.presence.is_used();
    let login = Login::of(&request.get_session(), here.auth.realm())?;
    Some(login.csrf_token)
}

/// What a handler needs to work with the session.
struct Here<'r> {
    auth: &'r Auth,
    verifier: &'r Verifier,
    presence: std::rc::Rc<Presence>,
}

impl<'r> Here<'r> {
    fn of(request: &'r HttpRequest) -> Result<Self, Error> {
        let Some(auth) = Auth::of(request) else {
            return Err(response::unconfigured());
        };
        let verifier = auth.schemes().get(Scheme::Session);
        let Some(verifier) = verifier.and_then(|it| it.sessions()) else {
            return Err(failed(auth, request, NO_SESSIONS));
        };
        let Some(presence) = Presence::of(request) else {
            return Err(failed(auth, request, NO_LAYER));
        };
        Ok(Self {
            auth,
            verifier,
            presence,
        })
    }
}

const NO_SESSIONS: &str = "this app's `Auth` has no sessions: add `.sessions(Sessions::…)`";

pub(super) const NO_LAYER: &str = "this app has no sessions: add \
    `.wrap(SessionCookie::new(…).build())` to the `App` or scope";

fn failed(auth: &Auth, request: &HttpRequest, why: &'static str) -> Error {
    tracing::error!(target: "auth_runtime::session", reason = "session_unusable", "{why}");
    response::broken(auth, request)
}
