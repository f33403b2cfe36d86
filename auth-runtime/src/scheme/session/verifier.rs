//! Request → session → identity.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use actix_session::SessionExt;
use actix_web::HttpRequest;
use actix_web::http::Method;
use actix_web::http::header::HeaderValue;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use subtle::ConstantTimeEq;

use super::cross_site::{Origin, Sender, needs_own_sender, sender};
use super::layer::Presence;
use super::login::{Login, NO_LAYER};
use super::return_path::return_path;
use crate::challenge::{Asking, Challenge, Fields, Why};
use crate::clock::{Clock, unix_seconds};
use crate::credential::Malformed;
use crate::identity::{AuthenticationError, Failure, Identity, Verification};
use crate::response::asks_for_page;
use crate::scheme::{Found, SchemeVerifier};

/// Sessions, as an application configured them. Durations in seconds.
pub(crate) struct Verifier {
    pub(super) realm: String,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) idle: u64,
    pub(super) lifetime: u64,
    pub(super) login_page: Option<String>,
    pub(super) origins: Vec<Origin>,
}

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
        Verification::now(self.identity(request))
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
        if is_there || !redirect.unwrap_or_else(|| asks_for_page(request)) {
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
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return None;
    }
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
        // A moment that is still to come is now: clocks of machines differ.
        now.saturating_sub(login.began) >= self.lifetime
            || now.saturating_sub(login.seen) >= self.idle
            || login.ends.is_some_and(|ends| ends <= now)
    }

    fn identity(&self, request: &HttpRequest) -> Result<Identity, AuthenticationError> {
        let now = self.now()?;
        let presence =
            Presence::of(request).ok_or_else(|| AuthenticationError::broken(NO_LAYER))?;
        let login = Login::of(&request.get_session(), &self.realm)
            .filter(|login| !self.has_ended(login, now))
            .ok_or_else(|| AuthenticationError::rejected("no_login"))?;
        presence.is_used();
        if needs_own_sender(request) && !self.is_own(request, &login) {
            return Err(AuthenticationError(Failure::CrossSite));
        }
        let identity = login.identity();
        self.note_seen(request, login, now)?;
        Ok(identity)
    }

    /// Whether a page of this application sent the request, or else somebody who could read one.
    fn is_own(&self, request: &HttpRequest, login: &Login) -> bool {
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

    /// Notes that the user is there, now and then: each note writes the session anew.
    fn note_seen(
        &self,
        request: &HttpRequest,
        login: Login,
        now: u64,
    ) -> Result<(), AuthenticationError> {
        if now.saturating_sub(login.seen) < (self.idle / 10).max(1) {
            return Ok(());
        }
        let login = login.seen_at(now);
        login
            .put(&request.get_session(), &self.realm)
            .map_err(AuthenticationError::broken)
    }
}
