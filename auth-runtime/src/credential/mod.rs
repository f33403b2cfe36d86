//! Request → credential: what the client presented, before anybody asks whether it is good.

mod bearer;

use actix_web::http::header::{AUTHORIZATION, HeaderMap};

pub use bearer::BearerToken;

/// What the `Authorization` field holds.
#[derive(Debug)]
pub(crate) enum Credential<'a> {
    /// Nothing, or a scheme that is not understood here (RFC 6750 §3.1: answer without `error`).
    Missing,
    /// Something that cannot be read: RFC 6750 §3.1 `invalid_request`.
    Malformed(Malformed),
    /// A token in the right form.
    Bearer(BearerToken<'a>),
}

/// Why a credential cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Malformed {
    /// More than one field; RFC 9110 §5.3 allows one.
    SeveralFields,
    /// No scheme stands at the start.
    NoScheme,
    /// `Bearer` and nothing after it.
    NoToken,
    /// A token with a character that RFC 6750 §2.1 does not allow.
    ForeignCharacter,
}

impl Malformed {
    /// The word for logs.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::SeveralFields => "several_authorization_fields",
            Self::NoScheme => "no_scheme",
            Self::NoToken => "no_token",
            Self::ForeignCharacter => "foreign_character_in_token",
        }
    }
}

/// Reads the credential. Query and body are never looked at (OAuth 2.1 §5.1).
pub(crate) fn present(headers: &HeaderMap) -> Credential<'_> {
    let mut fields = headers.get_all(AUTHORIZATION);
    match (fields.next(), fields.next()) {
        (None, _) => Credential::Missing,
        (Some(field), None) => read(field.as_bytes()),
        (Some(_), Some(_)) => Credential::Malformed(Malformed::SeveralFields),
    }
}

/// `credentials = auth-scheme [ 1*SP ( token68 / … ) ]`, RFC 9110 §11.4.
fn read(field: &[u8]) -> Credential<'_> {
    let end = field
        .iter()
        .position(|byte| !is_tchar(*byte))
        .unwrap_or(field.len());
    let (scheme, rest) = field.split_at(end);
    if scheme.is_empty() || !matches!(rest, [] | [b' ', ..]) {
        Credential::Malformed(Malformed::NoScheme)
    } else if scheme.eq_ignore_ascii_case(b"Bearer") {
        bearer::read(rest).map_or_else(Credential::Malformed, Credential::Bearer)
    } else {
        Credential::Missing
    }
}

/// `tchar`, RFC 9110 §5.6.2.
fn is_tchar(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::{Credential, Malformed, read};

    #[test]
    fn reads_bearer_in_any_case_and_after_any_number_of_spaces() {
        for field in [
            "Bearer a.b-c_d~e+f/g==",
            "bearer x",
            "BEARER x",
            "BeArEr    x",
        ] {
            assert!(
                matches!(read(field.as_bytes()), Credential::Bearer(_)),
                "{field}"
            );
        }
    }

    #[test]
    fn takes_other_schemes_for_nothing() {
        for field in ["Basic dXNlcjpwYXNz", "Bearerx y", "DPoP x", "Negotiate"] {
            assert!(
                matches!(read(field.as_bytes()), Credential::Missing),
                "{field}"
            );
        }
    }

    #[test]
    fn tells_why_a_field_cannot_be_read() {
        for (field, why) in [
            (&b""[..], Malformed::NoScheme),
            (b" Bearer x", Malformed::NoScheme),
            (b"Basic, Bearer x", Malformed::NoScheme),
            (b"Bearer\tx", Malformed::NoScheme),
            (b"\xff\xfe", Malformed::NoScheme),
            (b"Bearer", Malformed::NoToken),
            (b"Bearer ", Malformed::NoToken),
            (b"Bearer    ", Malformed::NoToken),
            (b"Bearer a b", Malformed::ForeignCharacter),
            (b"Bearer a\"b", Malformed::ForeignCharacter),
            (b"Bearer a,b", Malformed::ForeignCharacter),
            (b"Bearer a ", Malformed::ForeignCharacter),
            (b"Bearer a=b", Malformed::ForeignCharacter),
            (b"Bearer ==", Malformed::ForeignCharacter),
            (b"Bearer a\x00", Malformed::ForeignCharacter),
            (b"Bearer \xe4", Malformed::ForeignCharacter),
        ] {
            let read = read(field);
            assert!(
                matches!(read, Credential::Malformed(found) if found == why),
                "{field:?}"
            );
        }
    }
}
