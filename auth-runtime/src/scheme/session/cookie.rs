//! The cookie of a session, as safe as browsers can keep it.

use std::fmt;
use std::time::Duration;

use actix_session::SessionMiddleware;
use actix_session::config::{BrowserSession, CookieContentSecurity};
use actix_session::storage::SessionStore;
use actix_web::cookie::{Key, SameSite, time};

use super::SessionLayer;

/// How the session's cookie is written (RFC 6265bis §4.1.3, §8).
///
/// `__Host-session`, `Secure`, `HttpOnly`, `SameSite=Lax`, `Path=/`, no `Domain`, gone when the browser
/// closes, its content encrypted. The prefix makes browsers refuse one that another host or a page
/// without TLS has set.
pub struct SessionCookie<S> {
    store: S,
    key: Key,
    name: String,
    same_site: SameSite,
    keep: Duration,
    is_secure: bool,
}

impl<S: SessionStore> SessionCookie<S> {
    /// Keeps sessions in this store, under this key: 64 random bytes, the same on every machine and
    /// after every restart, and a secret.
    pub fn new(store: S, key: Key) -> Self {
        Self {
            store,
            key,
            name: "session".into(),
            same_site: SameSite::Lax,
            keep: Duration::from_secs(24 * 60 * 60),
            is_secure: true,
        }
    }

    /// Names the cookie `__Host-` and this.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Also leaves the cookie out when a link on another site leads here (`SameSite=Strict`): whoever
    /// follows one looks as if logged out.
    #[must_use]
    pub fn strict(mut self) -> Self {
        self.same_site = SameSite::Strict;
        self
    }

    /// How long a store keeps a session that does not change: a day unless said otherwise. No
    /// shorter than [`Sessions::idle`](super::Sessions::idle), or logins end early.
    #[must_use]
    pub fn keep(mut self, time: Duration) -> Self {
        self.keep = time;
        self
    }

    /// Leaves out `Secure` and `__Host-`, for tests on `http://127.0.0.1`. Elsewhere anybody on the
    /// way takes the session over.
    #[must_use]
    pub fn dangerous_without_tls(mut self) -> Self {
        self.is_secure = false;
        self
    }

    /// The middleware: `App::new().wrap(…)`.
    pub fn build(self) -> SessionLayer<S> {
        let prefix = if self.is_secure { "__Host-" } else { "" };
        let name = format!("{prefix}{}", self.name);
        let keep = time::Duration::try_from(self.keep).unwrap_or(time::Duration::MAX);
        let middleware = SessionMiddleware::builder(self.store, self.key)
            .cookie_name(name.clone())
            .cookie_secure(self.is_secure)
            .cookie_http_only(true)
            .cookie_same_site(self.same_site)
            .cookie_path("/".into())
            .cookie_domain(None)
            .cookie_content_security(CookieContentSecurity::Private)
            .session_lifecycle(BrowserSession::default().state_ttl(keep))
            .build();
        SessionLayer::around(middleware, name)
    }
}

/// Without the key.
impl<S> fmt::Debug for SessionCookie<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionCookie")
            .field("name", &self.name)
            .field("same_site", &self.same_site)
            .field("is_secure", &self.is_secure)
            .finish_non_exhaustive()
    }
}
