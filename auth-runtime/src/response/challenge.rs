//! The `WWW-Authenticate` writer (RFC 9110 §11.6.1, RFC 6750 §3).
//!
//! Order and wording are an interoperability contract: clients find parameters with regular
//! expressions and compare challenges as text. `realm` first, `error` before `error_description`,
//! descriptions fixed and free of `=`, `"` and `\`.

use actix_web::http::header::HeaderValue;

/// What was wrong with the token that was presented (RFC 6750 §3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BearerError {
    InvalidRequest,
    InvalidToken,
    Expired,
}

impl BearerError {
    const fn parts(self) -> (&'static str, &'static str) {
        match self {
            Self::InvalidRequest => ("invalid_request", "The credentials cannot be read"),
            Self::InvalidToken => ("invalid_token", "The access token is not valid"),
            Self::Expired => ("invalid_token", "The access token expired"),
        }
    }
}

/// A Bearer challenge. Always with a realm, because a bare `Bearer` is not a challenge that
/// RFC 6750 §3 allows; with an `error` only when a credential was presented.
pub(super) fn bearer(realm: &str, error: Option<BearerError>) -> HeaderValue {
    let mut text = with_realm(realm);
    if let Some((error, description)) = error.map(BearerError::parts) {
        push(&mut text, "error", error);
        push(&mut text, "error_description", description);
    }
    field(text)
}

/// The challenge of a 403 for want of a scope, with the scopes that are needed (RFC 6750 §3.1).
pub(super) fn insufficient_scope(realm: &str, scopes: &[&str]) -> HeaderValue {
    let mut text = with_realm(realm);
    push(&mut text, "error", "insufficient_scope");
    push(&mut text, "scope", &scopes.join(" "));
    push(
        &mut text,
        "error_description",
        "The access token needs a wider scope",
    );
    field(text)
}

fn with_realm(realm: &str) -> String {
    let mut text = String::from("Bearer realm=\"");
    push_quoted(&mut text, realm);
    text.push('"');
    text
}

fn push(text: &mut String, name: &str, value: &str) {
    text.push_str(", ");
    text.push_str(name);
    text.push_str("=\"");
    push_quoted(text, value);
    text.push('"');
}

/// `quoted-pair` for the two characters that need it, RFC 9110 §5.6.4.
fn push_quoted(text: &mut String, value: &str) {
    for character in value.chars().filter(|character| is_quotable(*character)) {
        if matches!(character, '"' | '\\') {
            text.push('\\');
        }
        text.push(character);
    }
}

fn field(text: String) -> HeaderValue {
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("Bearer realm=\"\""))
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
    use super::{BearerError, bearer, insufficient_scope, is_realm};

    #[test]
    fn carries_an_error_only_when_there_is_one() {
        assert_eq!(bearer("api", None), "Bearer realm=\"api\"");
        assert_eq!(
            bearer("api", Some(BearerError::Expired)),
            "Bearer realm=\"api\", error=\"invalid_token\", \
             error_description=\"The access token expired\""
        );
    }

    #[test]
    fn a_missing_scope_is_named() {
        assert_eq!(
            insufficient_scope("api", &["orders:read", "orders:write"]),
            "Bearer realm=\"api\", error=\"insufficient_scope\", \
             scope=\"orders:read orders:write\", \
             error_description=\"The access token needs a wider scope\""
        );
    }

    #[test]
    fn a_realm_cannot_leave_its_quotes() {
        assert_eq!(bearer(r#"a" b\"#, None), r#"Bearer realm="a\" b\\""#);
        assert_eq!(
            bearer("a\r\nSet-Cookie: x=1\u{e4}", None),
            "Bearer realm=\"aSet-Cookie: x=1\""
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

    #[test]
    fn descriptions_survive_clients_that_search_the_header() {
        for error in [
            BearerError::InvalidRequest,
            BearerError::InvalidToken,
            BearerError::Expired,
        ] {
            let (_, description) = error.parts();
            assert!(
                description
                    .bytes()
                    .all(|byte| byte == b' ' || byte.is_ascii_alphanumeric())
            );
        }
    }
}
