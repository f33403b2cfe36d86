//! What a login page calls: log in, log out, renew.

use std::rc::Rc;

use actix_session::SessionExt;
use actix_web::{Error, HttpRequest};

use super::Verifier;
use super::layer::Presence;
use super::login::Login;
use crate::auth::Auth;
use crate::identity::Identity;
use crate::policy::Scheme;
use crate::response;
use crate::scheme::cross_site::{Sender, needs_own_sender};

/// Logs somebody in, after you have checked who it is: subject, issuer, roles, permissions, `acr`,
/// authentication time (now, where there is none) and expiry go into the session. Claims do not, nor do
/// scopes, which are for OAuth.
///
/// The session gets a new id, so that nobody who knew the old one comes along (session fixation). An
/// earlier login in it has ended, also for whoever holds a copy of its cookie. If that was somebody
/// else's, by another subject or another issuer, what the session held is gone, logins in other realms
/// included.
///
/// Passwords can be guessed on a login page as anywhere: count failures there too, with
/// `Auth::login_attempt` of the feature `throttle`.
///
/// # Errors
///
/// Answers 403 when a page of another origin sent the request, which would log the user in as somebody
/// else; 500 in an app without [`SessionLayer`](super::SessionLayer), or without
/// [`Sessions`](super::Sessions) in its [`Auth`]; 503 when the store cannot be reached, and then nobody
/// is logged in anew.
pub async fn log_in(request: &HttpRequest, identity: &Identity) -> Result<(), Error> {
    let here = Here::of(request)?;
    let is_foreign = needs_own_sender(request) && here.verifier.sender(request) == Sender::Other;
    if is_foreign {
        return Err(response::cross_site(here.auth, request));
    }
    let login = here.verifier.new_login(identity);
    let login = login.map_err(|why| failed(here.auth, request, why))?;
    let (session, realm) = (request.get_session(), here.auth.realm());
    let earlier = Login::of(&session, realm);
    let is_other_user = match &earlier {
        Some(earlier) => !earlier.is_of_user(&login),
        // Nobody can tell whose it was.
        None => Login::is_there(&session, realm),
    };
    if is_other_user {
        here.end(request, &Login::all(&session)).await?;
        session.clear();
    } else {
        here.end(request, earlier.as_slice()).await?;
    }
    session.renew();
    here.presence.is_used();
    login
        .put(&session, realm)
        .map_err(|why| failed(here.auth, request, why))
}

/// Logs out: the session and its cookie are gone, with everything in them, also the logins in other
/// realms. A copy of the cookie is worth nothing any more: that its logins have ended is kept in the
/// [`Store`](crate::Store) until they would have by themselves.
///
/// # Errors
///
/// Answers 403 when a page of another origin sent the request, whatever its method, or something that
/// is no browser and shows no [`csrf_token`]; 500 in an app without
/// [`SessionLayer`](super::SessionLayer), or without [`Sessions`](super::Sessions) in its [`Auth`]; 503
/// when the store cannot be reached, and then the cookie is gone and a copy of it is still good.
pub async fn log_out(request: &HttpRequest) -> Result<(), Error> {
    let here = Here::of(request)?;
    here.presence.is_used();
    let session = request.get_session();
    let logins = Login::all(&session);
    let is_own = match &*logins {
        [] => here.verifier.sender(request) != Sender::Other,
        logins => logins.iter().any(|it| here.verifier.is_own(request, it)),
    };
    if !is_own {
        return Err(response::cross_site(here.auth, request));
    }
    session.purge();
    here.end(request, &logins).await
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
    presence: Rc<Presence>,
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

    /// Notes that these have ended. One that cannot be noted does not keep the others from it.
    async fn end(&self, request: &HttpRequest, logins: &[Login]) -> Result<(), Error> {
        let mut noted = Ok(());
        for login in logins {
            noted = noted.and(self.verifier.end(login).wait().await);
        }
        noted.map_err(|error| {
            tracing::error!(target: "auth_runtime::session", reason = "store_unavailable", cause = %error, "the end of a login could not be noted");
            response::unavailable(self.auth, request)
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
