//! The claim gate (RFC 7519 §4.1, RFC 9068 §4).

use std::time::{Duration, SystemTime};

use super::RoleClaim;
use crate::identity::{AuthenticationError, Identity, Texts};
use crate::json::{Json, Object};

/// What claims must say.
#[derive(Debug)]
pub(crate) struct Rules {
    pub(crate) issuers: Vec<String>,
    pub(crate) audience: Audience,
    pub(crate) leeway: Duration,
    pub(crate) roles: RoleClaim,
    pub(crate) permissions: RoleClaim,
    pub(crate) profile: Profile,
}

/// Which claims there have to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// `exp` and `sub`.
    Jwt,
    /// The claims that RFC 9068 §2.2 demands beyond RFC 7519.
    AccessToken,
    /// What an authorization server says about a token (RFC 7662 §2.2): `sub`, or `client_id`
    /// where clients are subjects, and an end only if it has one.
    #[cfg_attr(
        not(feature = "introspection"),
        expect(dead_code, reason = "nobody is asked")
    )]
    Introspected { clients_are_subjects: bool },
}

#[derive(Debug)]
pub(crate) enum Audience {
    /// At least one of these.
    OneOf(Vec<String>),
    /// Any or none.
    Any,
}

impl Audience {
    /// These, or any: one of both has to be chosen.
    pub(crate) fn chosen(ours: &[String], any: bool, problems: &mut Vec<String>) -> Self {
        match (any, ours.is_empty()) {
            (false, true) => problems.push(
                "no audience is chosen, so a token for another service would open this one: add \
                 `.audience(\"…\")`, or `.dangerous_any_audience()`"
                    .into(),
            ),
            (true, false) => problems.push(
                "`.audience(…)` and `.dangerous_any_audience()` contradict each other: keep one"
                    .into(),
            ),
            _ => {}
        }
        if any {
            Self::Any
        } else {
            Self::OneOf(ours.to_vec())
        }
    }
}

/// What claims say that are good but perhaps for the time.
#[derive(Clone)]
pub(crate) struct Verified {
    pub(crate) identity: Identity,
    pub(crate) window: Window,
}

/// From when and until when a token is good, in seconds since 1970.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Window {
    not_before: Option<u64>,
    expires: Option<u64>,
    leeway: u64,
}

impl Verified {
    /// The same, with the document in which the claims stand.
    pub(crate) fn with_claims(self, document: impl Into<Vec<u8>>) -> Self {
        let identity = self.identity.with_claims(document);
        Self { identity, ..self }
    }

    /// Who it is, at `now` (seconds since 1970).
    pub(crate) fn at(self, now: u64) -> Result<Identity, AuthenticationError> {
        self.window.check(now)?;
        Ok(self.identity)
    }
}

impl Window {
    /// `now < exp`, so a token is expired at the very second that it names; `nbf <= now`.
    fn check(self, now: u64) -> Result<(), AuthenticationError> {
        if let Some(not_before) = self.not_before
            && not_before > now.saturating_add(self.leeway)
        {
            return Err(AuthenticationError::rejected("not_yet_valid"));
        }
        if self.is_over(now) {
            return Err(AuthenticationError::expired());
        }
        Ok(())
    }

    /// Whether it has expired.
    pub(crate) fn is_over(self, now: u64) -> bool {
        self.expires
            .is_some_and(|expires| now >= expires.saturating_add(self.leeway))
    }
}

impl Rules {
    /// Who the claims are about, if they are good but perhaps for the time.
    pub(crate) fn identify(&self, claims: &Object<'_>) -> Result<Verified, &'static str> {
        let identity = self.read(claims)?;
        let window = self.window(claims)?;
        let identity = match window.expires {
            Some(expires) => identity.with_good_expiry(expires),
            None => identity,
        };
        Ok(Verified { identity, window })
    }

    fn read(&self, claims: &Object<'_>) -> Result<Identity, &'static str> {
        let thumbprint = key_thumbprint(claims)?;
        let issuer = self.issuer(claims)?;
        self.check_audience(claims)?;
        for name in ["jti", "client_id"] {
            let is_there = text(claims, name)?.is_some_and(|text| !text.is_empty());
            if self.only_access_tokens() && !is_there {
                return Err("access_token_claims");
            }
        }
        if self.only_access_tokens() && claims.get("aud").is_none() {
            return Err("access_token_claims");
        }
        let subject = self.subject(claims)?.ok_or("sub")?;
        if subject.is_empty() || subject.chars().any(char::is_control) {
            return Err("sub");
        }
        let mut identity = Identity::new(subject).with_privileges([
            self.roles.read(claims, "roles")?,
            scopes(claims)?,
            self.permissions.read(claims, "permissions")?,
        ]);
        if let Some(issuer) = issuer {
            identity = identity.with_issuer(issuer);
        }
        if let Some(thumbprint) = thumbprint {
            identity = identity.with_key_thumbprint(thumbprint);
        }
        if let Some((jti, iat)) = text(claims, "jti")?.zip(number(claims, "iat")?) {
            identity = identity.with_issue(jti, iat);
        }
        authenticated(identity, claims)
    }

    fn only_access_tokens(&self) -> bool {
        self.profile == Profile::AccessToken
    }

    fn subject<'a>(&self, claims: &'a Object<'_>) -> Result<Option<&'a str>, &'static str> {
        match (text(claims, "sub")?, self.profile) {
            (
                None,
                Profile::Introspected {
                    clients_are_subjects: true,
                },
            ) => text(claims, "client_id"),
            (subject, _) => Ok(subject),
        }
    }

    fn needs_expiry(&self) -> bool {
        !matches!(self.profile, Profile::Introspected { .. })
    }

    fn issuer<'a>(&self, claims: &'a Object<'_>) -> Result<Option<&'a str>, &'static str> {
        let issuer = text(claims, "iss")?;
        let accepted = self.issuers.is_empty()
            || issuer.is_some_and(|issuer| self.issuers.iter().any(|known| known == issuer));
        if accepted { Ok(issuer) } else { Err("iss") }
    }

    /// A string or an array of strings (RFC 7519 §4.1.3), also where any audience will do.
    fn check_audience(&self, claims: &Object<'_>) -> Result<(), &'static str> {
        let is_ours = |audience: &str| match &self.audience {
            Audience::OneOf(ours) => ours.iter().any(|our| our == audience),
            Audience::Any => true,
        };
        let accepted = match claims.get("aud") {
            None => matches!(self.audience, Audience::Any),
            Some(Json::Text(audience)) => is_ours(audience),
            Some(Json::Array(audiences)) => {
                let mut accepted = matches!(self.audience, Audience::Any);
                for audience in audiences {
                    let Json::Text(audience) = audience else {
                        return Err("aud");
                    };
                    accepted |= is_ours(audience);
                }
                accepted
            }
            Some(_) => return Err("aud"),
        };
        if accepted { Ok(()) } else { Err("aud") }
    }

    fn window(&self, claims: &Object<'_>) -> Result<Window, &'static str> {
        number(claims, "iat")?;
        if self.only_access_tokens() && claims.get("iat").is_none() {
            return Err("access_token_claims");
        }
        let not_before = number(claims, "nbf")?;
        let expires = number(claims, "exp")?;
        if expires.is_none() && self.needs_expiry() {
            return Err("exp");
        }
        Ok(Window {
            not_before,
            expires,
            leeway: self.leeway.as_secs(),
        })
    }
}

/// When and how the user authenticated, for step-up (RFC 9470 §6).
fn authenticated(mut identity: Identity, claims: &Object<'_>) -> Result<Identity, &'static str> {
    if let Some(seconds) = number(claims, "auth_time")? {
        let then = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
        let then = then.ok_or("auth_time")?;
        identity = identity.with_authentication_time(then);
    }
    if let Some(acr) = text(claims, "acr")? {
        identity = identity.with_acr(acr);
    }
    Ok(identity)
}

/// A SHA-256 in base64url.
const THUMBPRINT_LENGTH: usize = 43;

/// The key of the client that a token is bound to (RFC 9449 §6.1). Whoever takes the token demands a
/// proof of that key; a token that is bound in another way is refused, because nobody here can tell
/// whether its holder may have it (RFC 7800 §3).
fn key_thumbprint<'a>(claims: &'a Object<'_>) -> Result<Option<&'a str>, &'static str> {
    let is_thumbprint = |text: &str| {
        let is_base64url = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        text.len() == THUMBPRINT_LENGTH && text.bytes().all(is_base64url)
    };
    match claims.get("cnf") {
        None => Ok(None),
        Some(Json::Object(confirmation)) => match confirmation.only("jkt") {
            Some(Json::Text(thumbprint)) if is_thumbprint(thumbprint) => Ok(Some(thumbprint)),
            _ => Err("sender_constrained"),
        },
        Some(_) => Err("sender_constrained"),
    }
}

fn text<'a>(claims: &'a Object<'_>, name: &'static str) -> Result<Option<&'a str>, &'static str> {
    match claims.get(name) {
        None => Ok(None),
        Some(Json::Text(text)) => Ok(Some(text)),
        Some(_) => Err(name),
    }
}

/// The last second that RFC 3339 can write, in the year 9999. What lies beyond is no date.
const LAST_SECOND: u64 = 253_402_300_799;

/// A whole number of seconds. Fractions, negative numbers and text are refused.
fn number(claims: &Object<'_>, name: &'static str) -> Result<Option<u64>, &'static str> {
    match claims.get(name) {
        None => Ok(None),
        Some(Json::Unsigned(number)) if *number <= LAST_SECOND => Ok(Some(*number)),
        Some(_) => Err(name),
    }
}

/// `scope-token *( SP scope-token )`, RFC 6749 §3.3.
fn scopes(claims: &Object<'_>) -> Result<Texts, &'static str> {
    let Some(scope) = text(claims, "scope")?.filter(|scope| !scope.is_empty()) else {
        return Ok(Texts::default());
    };
    let is_allowed = |byte| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
    let is_scope_token = |scope: &str| !scope.is_empty() && scope.bytes().all(is_allowed);
    let scopes = scope.split(' ');
    let scopes = scopes.map(|scope| is_scope_token(scope).then(|| scope.into()).ok_or("scope"));
    scopes.collect()
}
