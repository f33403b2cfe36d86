//! The one writer of challenges (RFC 9110 §11.6.1), and the header fields that go with them.
//!
//! Order and wording are an interoperability contract: clients find parameters with regular
//! expressions and compare challenges as text. `realm` first, `error` before `error_description`,
//! descriptions fixed and free of `=`, `"` and `\`.

use actix_web::http::header::{HeaderName, HeaderValue, WWW_AUTHENTICATE};

use crate::identity::AuthenticationError;
use crate::policy::StepUp;
use crate::response::Required;

/// A challenge in the making: a scheme, its realm, and what the caller adds, in that order.
#[derive(Debug, Clone)]
pub(crate) struct Challenge(String);

impl Challenge {
    /// Always with a realm: a scheme without a parameter is not a challenge that RFC 6750 §3 or
    /// RFC 7617 §2 allows.
    pub(crate) fn new(scheme: &str, realm: &str) -> Self {
        Self(format!("{scheme} realm=")).quoted_value(realm)
    }

    /// `name="value"`. What no quoted-string can carry (RFC 9110 §5.6.4) is left out.
    pub(crate) fn quoted(mut self, name: &str, value: &str) -> Self {
        self.0.push_str(", ");
        self.0.push_str(name);
        self.0.push('=');
        self.quoted_value(value)
    }

    /// `name=value`, for the parameters that a standard writes without quotes. The value is ours and
    /// a token (RFC 9110 §5.6.2).
    #[cfg_attr(
        not(feature = "digest"),
        expect(dead_code, reason = "only Digest has some")
    )]
    pub(crate) fn token(mut self, name: &str, value: &'static str) -> Self {
        self.0.push_str(", ");
        self.0.push_str(name);
        self.0.push('=');
        self.0.push_str(value);
        self
    }

    /// `error`, and behind everything else `error_description`.
    pub(crate) fn error(self, error: &str) -> Self {
        self.quoted("error", error)
    }

    fn quoted_value(mut self, value: &str) -> Self {
        self.0.push('"');
        for character in value.chars().filter(|character| is_quotable(*character)) {
            if matches!(character, '"' | '\\') {
                self.0.push('\\');
            }
            self.0.push(character);
        }
        self.0.push('"');
        self
    }
}

/// Header fields of a refusal, a challenge a line (some clients read only lines with one).
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(Vec<(HeaderName, HeaderValue)>);

impl Fields {
    pub(crate) fn challenge(&mut self, challenge: Challenge) {
        // Every character went through the filter, so this does not fail.
        if let Ok(value) = HeaderValue::try_from(challenge.0) {
            self.add(WWW_AUTHENTICATE, value);
        }
    }

    /// What a caller lacks, for programs that ask for it. What no field can carry is left out.
    pub(crate) fn required(&mut self, required: &Required) {
        let name = match required.kind() {
            "scope" => "x-api-scope",
            _ => "x-permission-required",
        };
        if let Ok(value) = HeaderValue::try_from(required.text()) {
            self.add(HeaderName::from_static(name), value);
        }
    }

    pub(crate) fn add(&mut self, name: HeaderName, value: HeaderValue) {
        self.0.push((name, value));
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&HeaderName, &HeaderValue)> {
        self.0.iter().map(|(name, value)| (name, value))
    }

    pub(crate) fn challenges(&self) -> impl Iterator<Item = &HeaderValue> {
        let challenges = self.0.iter().filter(|(name, _)| *name == WWW_AUTHENTICATE);
        challenges.map(|(_, value)| value)
    }
}

/// What a challenge is written for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asking<'a> {
    pub(crate) realm: &'a str,
    pub(crate) why: Why<'a>,
    /// Where the metadata of this API stands (RFC 9728 §5.1).
    pub(crate) resource_metadata: Option<&'a str>,
    /// The scopes that the route needs, for clients that look for the metadata.
    pub(crate) scopes: &'a [&'a str],
}

/// Why a caller is asked for a credential of a scheme.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Why<'a> {
    /// It presented none of this scheme: a challenge without an error (RFC 6750 §3.1).
    Nothing,
    /// What it presented cannot be read.
    Malformed,
    /// What it presented is not good.
    Refused(&'a AuthenticationError),
    /// It must authenticate anew.
    StepUp(StepUp),
    /// Its token needs these scopes, and it gets 403.
    InsufficientScope(&'a [&'a str]),
}

/// Whether a realm can stand in a challenge as it is.
pub(crate) fn is_realm(realm: &str) -> bool {
    !realm.trim().is_empty() && realm.chars().all(is_quotable)
}

fn is_quotable(character: char) -> bool {
    matches!(character, ' '..='~')
}

#[cfg(test)]
mod tests {
    use super::{Challenge, Fields, is_realm};

    fn written(challenge: Challenge) -> String {
        let mut fields = Fields::default();
        fields.challenge(challenge);
        let line = fields.challenges().next();
        line.and_then(|line| line.to_str().ok())
            .map(ToOwned::to_owned)
            .unwrap_or_default()
    }

    #[test]
    fn a_realm_cannot_leave_its_quotes() {
        assert_eq!(
            written(Challenge::new("Bearer", r#"a" b\"#)),
            r#"Bearer realm="a\" b\\""#
        );
        assert_eq!(
            written(Challenge::new("Bearer", "a\r\nSet-Cookie: x=1\u{e4}")),
            "Bearer realm=\"aSet-Cookie: x=1\""
        );
    }

    #[test]
    fn parameters_stand_in_the_order_they_were_given() {
        let challenge = Challenge::new("Digest", "r")
            .quoted("qop", "auth")
            .error("e");
        assert_eq!(
            written(challenge),
            r#"Digest realm="r", qop="auth", error="e""#
        );
    }

    #[test]
    fn a_realm_is_printable_ascii() {
        for realm in ["api", "a b", "\"quoted\""] {
            assert!(is_realm(realm), "{realm}");
        }
        for realm in ["", "  ", "a\tb", "a\nb", "caf\u{e9}", "\u{7f}"] {
            assert!(!is_realm(realm), "{realm:?}");
        }
    }
}
