//! The cookie that a session is in.

use std::fmt;

use actix_session::storage::CookieSessionStore;
use actix_web::cookie::Key;
use auth_runtime::session::{SessionCookie, SessionLayer};

/// What encrypts the cookies: another one each time the shop opens, so all are signed out then.
#[derive(Clone)]
pub(crate) struct SessionKey(Key);

impl SessionKey {
    pub(crate) fn random() -> Result<Self, getrandom::Error> {
        let mut key = [0; 64];
        getrandom::fill(&mut key)?;
        Ok(Self(Key::from(&key)))
    }

    /// The middleware that reads and writes the cookie.
    pub(crate) fn layer(&self) -> SessionLayer<CookieSessionStore> {
        SessionCookie::new(CookieSessionStore::default(), self.0.clone())
            // The demo is served without TLS, on this machine only. Remove this line before anybody
            // else can reach the shop: whoever sees the cookie on its way has the session.
            .dangerous_without_tls()
            .build()
    }
}

/// Without the key.
impl fmt::Debug for SessionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionKey").finish_non_exhaustive()
    }
}
