//! Request → session → identity.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use actix_session::{Session, SessionExt};
use actix_web::HttpRequest;
use actix_web::http::Method;
use actix_web::http::header::HeaderValue;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use subtle::ConstantTimeEq;

use super::in_and_out::NO_LAYER;
use super::layer::Presence;
use super::login::Login;
use super::return_path::return_path;
use crate::challenge::{Asking, Challenge, Fields, Why};
use crate::clock::{Clock, unix_seconds};
use crate::credential::Malformed;
use crate::identity::{AuthenticationError, Failure, Identity, Verification};
use crate::response::asks_for_page;
use crate::scheme::cross_site::{Origin, Sender, needs_own_sender, sender};
use crate::scheme::{Found, SchemeVerifier};
use crate::store::{Store, StoreAnswer, StoreError};

/// Sessions, as an application configured them. Durations in seconds.
pub(crate) struct Verifier {
    pub(super) realm: String,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) store: Arc<dyn Store>,
    pub(super) idle: u64,
    pub(super) lifetime: u64,
    pub(super) login_page: Option<String>,
    pub(super) origins: Vec<Origin>,
}

/// How far the clocks of machines differ, in seconds.
const LEEWAY: u64 = 60;

/// What stands for the session, whose content cannot be borrowed from the request.
const LOGIN: &[u8] = b"login";

impl SchemeVerifier for Verifier {
    fn ready(&self, request: &HttpRequest) -> Result<(), AuthenticationError> {
        match Presence::of(request) {
            Some(_) => Ok(()),
            None => Err(AuthenticationError::broken(NO_LAYER)),
        }
    }

    /// A session without a login, or with one that has ended, is nothing: as if its cookie had.
    fn find<'r>(&self, request: &'r HttpRequest) -> Found<'r> {
        let Some(presence) = Presence::of(request) else {
            return Found::Missing;
        };
        if presence.is_ambiguous(request) {
            return Found::Malformed(Malformed::Form("several_session_cookies"));
        }
        let Some(login) = Login::of(&request.get_session(), &self.realm) else {
            return Found::Missing;
        };
        // What is wrong with the clock shows once more where it is a failure of ours.
        match catch_unwind(AssertUnwindSafe(|| self.now())) {
            Ok(Ok(now)) if self.has_ended(&login, now) => Found::Missing,
            _ => Found::Present(LOGIN),
        }
    }

    fn verify(&self, request: &HttpRequest, _: &[u8]) -> Verification {
        let found = match self.live(request) {
            Ok(found) => found,
            Err(error) => return Verification::now(Err(error)),
        };
        match self.store.get(&found.login.ended_key()).split() {
            Ok(ended) => Verification::now(found.unless(ended)),
            Err(ended) => Verification::later(async move { found.unless(ended.await) }),
        }
    }

    fn challenge(&self, asking: &Asking<'_>, fields: &mut Fields) {
        let mut challenge = Challenge::new("Session", asking.realm);
        if let Why::StepUp(step_up) = asking.why {
            challenge = challenge.error("insufficient_user_authentication");
            if !step_up.acr.is_empty() {
                challenge = challenge.quoted("acr_values", &step_up.acr.join(" "));
            }
            if let Some(seconds) = step_up.max_age {
                challenge = challenge.quoted("max_age", &seconds.to_string());
            }
        }
        fields.challenge(challenge);
    }

    fn login_page(&self, request: &HttpRequest, redirect: Option<bool>) -> Option<HeaderValue> {
        let page = self.login_page.as_deref()?;
        let is_there = page.split('?').next() == Some(request.path());
        // The body of any other request would be lost on the way.
        let could_come_back = matches!(*request.method(), Method::GET | Method::HEAD);
        let wants = || redirect.unwrap_or_else(|| asks_for_page(request));
        if is_there || !could_come_back || !wants() {
            return None;
        }
        let mut location = page.to_owned();
        if let Some(asked) = asked_for(request) {
            location.push(if page.contains('?') { '&' } else { '?' });
            location.push_str("return_to=");
            location.extend(utf8_percent_encode(&asked, KEPT));
        }
        HeaderValue::try_from(location).ok()
    }

    fn field(&self) -> Option<&str> {
        Some("Cookie")
    }

    fn sessions(&self) -> Option<&Verifier> {
        Some(self)
    }
}

/// Everything but what RFC 3986 §2.3 calls unreserved, and `/`.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/');

/// The path to come back to. A form that was sent is lost, so its path is no page to come back to.
fn asked_for(request: &HttpRequest) -> Option<String> {
    let asked = request.uri().path_and_query()?.as_str();
    return_path(asked).map(ToOwned::to_owned)
}

impl Verifier {
    pub(super) fn sender(&self, request: &HttpRequest) -> Sender {
        sender(request, &self.origins)
    }

    pub(crate) fn has_login_page(&self) -> bool {
        self.login_page.is_some()
    }

    fn now(&self) -> Result<u64, AuthenticationError> {
        unix_seconds(self.clock.now())
            .ok_or_else(|| AuthenticationError::broken("the clock stands before 1970"))
    }

    fn has_ended(&self, login: &Login, now: u64) -> bool {
        // What is soon to come is now. What is far off would never end.
        login.began.max(login.seen) > now.saturating_add(LEEWAY)
            || now.saturating_sub(login.began) >= self.lifetime
            || now.saturating_sub(login.seen) >= self.idle
            || login.ends.is_some_and(|ends| ends <= now)
    }

    /// The login, in force unless somebody logged out.
    fn live(&self, request: &HttpRequest) -> Result<Live, AuthenticationError> {
        let now = self.now()?;
        let presence =
            Presence::of(request).ok_or_else(|| AuthenticationError::broken(NO_LAYER))?;
        let session = request.get_session();
        let login = Login::of(&session, &self.realm)
            .filter(|login| !self.has_ended(login, now))
            .ok_or_else(|| AuthenticationError::rejected("no_login"))?;
        presence.is_used();
        let is_misused = needs_own_sender(request) && !self.is_own(request, &login);
        // Now and then: each note writes the session anew.
        let is_noted = now.saturating_sub(login.seen) < (self.idle / 10).max(1);
        Ok(Live {
            session,
            presence,
            login,
            is_misused,
            note: (!is_noted).then(|| (self.realm.clone(), now)),
        })
    }

    pub(super) fn new_login(&self, identity: &Identity) -> Result<Login, &'static str> {
        let now = unix_seconds(self.clock.now()).ok_or("the clock stands before 1970")?;
        Login::new(identity, now, self.idle.min(self.lifetime))
    }

    /// Notes that somebody logged out, for as long as a copy of the cookie would be good.
    pub(super) fn end(&self, login: &Login) -> StoreAnswer<()> {
        let keep = Duration::from_secs(login.lasts.saturating_add(LEEWAY));
        self.store.put(&login.ended_key(), b"1", keep)
    }

    /// Whether a page of this application sent the request, or else somebody who could read one.
    pub(super) fn is_own(&self, request: &HttpRequest, login: &Login) -> bool {
        match self.sender(request) {
            Sender::Own => true,
            Sender::Other => false,
            Sender::Unknown => {
                let mut tokens = request.headers().get_all("x-csrf-token");
                match (tokens.next(), tokens.next()) {
                    (Some(token), None) => {
                        bool::from(token.as_bytes().ct_eq(login.csrf_token.as_bytes()))
                    }
                    _ => false,
                }
            }
        }
    }
}

/// A login on its way to be an identity.
struct Live {
    session: Session,
    presence: Rc<Presence>,
    login: Login,
    /// Whether a page of somebody else's makes use of it. Asked last: a login that is over needs no
    /// defence.
    is_misused: bool,
    /// The realm and the time, where it is due to note that the user is there.
    note: Option<(String, u64)>,
}

impl Live {
    fn unless(
        self,
        ended: Result<Option<Vec<u8>>, StoreError>,
    ) -> Result<Identity, AuthenticationError> {
        match ended {
            Ok(None) => {}
            Ok(Some(_)) => {
                // What else the session held was that user's.
                self.session.clear();
                self.presence.is_gone();
                return Err(AuthenticationError(Failure::Gone));
            }
            Err(error) => return Err(AuthenticationError::unavailable(error)),
        }
        if self.is_misused {
            return Err(AuthenticationError(Failure::CrossSite));
        }
        let identity = self.login.identity();
        if let Some((realm, now)) = self.note {
            let noted = self.login.seen_at(now).put(&self.session, &realm);
            noted.map_err(AuthenticationError::broken)?;
        }
        Ok(identity)
    }
}
