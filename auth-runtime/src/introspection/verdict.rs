//! What the server says about a token (RFC 7662 §2.2).

use std::time::Duration;

use crate::identity::{AuthenticationError, Identity};
use crate::json::{Json, Object, object};
use crate::jwt::{Audience, Rules};

/// A verdict that says whether the token is active: a document of the server's, or what is kept of
/// one that says no.
#[derive(Debug)]
pub(super) struct Verdict(Vec<u8>);

/// Nothing else that such a document says is of use.
const INACTIVE: &[u8] = br#"{"active":false}"#;

/// A longer one is not kept.
const LONGEST_KEPT: usize = 8 * 1024;

/// A token that is not known yet may be in a moment, on a server of several machines.
const KEEP_INACTIVE: Duration = Duration::from_secs(5);

impl Verdict {
    /// The document, if it is a verdict: `active` is a boolean, and no member is there twice.
    pub(super) fn read(document: Vec<u8>) -> Option<Self> {
        let is_active = is_active(&object(&document)?)?;
        Some(Self(if is_active { document } else { INACTIVE.into() }))
    }

    /// Whose token it is, at `now` (seconds since 1970).
    pub(super) fn judge(&self, rules: &Rules, now: u64) -> Result<Identity, AuthenticationError> {
        let members = object(&self.0).ok_or_else(|| {
            AuthenticationError::broken("a verdict was not what it had been read as")
        })?;
        if is_active(&members) != Some(true) {
            return Err(AuthenticationError::rejected("inactive"));
        }
        check_kind(&members).map_err(AuthenticationError::rejected)?;
        let verified = rules
            .identify(&members)
            .map_err(AuthenticationError::rejected)?;
        let identity = verified.with_claims(&self.0[..]).at(now)?;
        check_type(&members, &identity, rules).map_err(AuthenticationError::rejected)?;
        Ok(identity)
    }

    /// The document and how long to keep it, if at all: never beyond the token's end.
    pub(super) fn kept(&self, most: Duration, now: u64) -> Option<(&[u8], Duration)> {
        let members = object(&self.0)?;
        let keep = match (is_active(&members)?, members.get("exp")) {
            (false, _) => most.min(KEEP_INACTIVE),
            (true, Some(Json::Unsigned(expires))) => {
                most.min(Duration::from_secs(expires.saturating_sub(now)))
            }
            (true, _) => most,
        };
        let fits = self.0.len() <= LONGEST_KEPT && !keep.is_zero();
        fits.then_some((&self.0[..], keep))
    }
}

fn is_active(members: &Object<'_>) -> Option<bool> {
    match members.get("active") {
        Some(Json::Bool(active)) => Some(*active),
        _ => None,
    }
}

/// A server may call refresh and ID tokens active too. Some say in `token_use` or in `typ` what it is,
/// which RFC 7662 leaves to them; what is said to be something else, or cannot be told, is no access
/// token.
fn check_kind(members: &Object<'_>) -> Result<(), &'static str> {
    for (name, access_tokens) in [
        ("token_use", &["access_token", "access"][..]),
        (
            "typ",
            &["Bearer", "DPoP", "at+jwt", "application/at+jwt", "JWT"],
        ),
    ] {
        let is_access_token = |kind: &str| {
            let mut known = access_tokens.iter();
            known.any(|known| known.eq_ignore_ascii_case(kind))
        };
        match members.get(name) {
            None => {}
            Some(Json::Text(kind)) if is_access_token(kind) => {}
            Some(_) => return Err(name),
        }
    }
    Ok(())
}

/// A token of type `DPoP` is bound to a key, and one of type `Bearer` is not (RFC 9449 §6.2). Where
/// no audience tells an access token from a refresh token, its type has to.
fn check_type(
    members: &Object<'_>,
    identity: &Identity,
    rules: &Rules,
) -> Result<(), &'static str> {
    let wanted = match identity.key_thumbprint() {
        Some(_) => "DPoP",
        None => "Bearer",
    };
    match members.get("token_type") {
        Some(Json::Text(named)) if named.eq_ignore_ascii_case(wanted) => Ok(()),
        None if matches!(rules.audience, Audience::OneOf(_)) => Ok(()),
        _ => Err("token_type"),
    }
}
