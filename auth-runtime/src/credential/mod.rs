//! Request → credential: what the client presented, before anybody asks whether it is good.

use actix_web::HttpRequest;
use actix_web::http::header::{AUTHORIZATION, HeaderMap};

use crate::policy::Scheme;
use crate::scheme::{Found, Schemes};

/// The credential of a request, of the schemes that were asked about.
#[derive(Debug)]
pub(crate) enum Credential<'r> {
    /// Nothing, or a scheme that is not understood here (RFC 6750 §3.1: answer without `error`).
    Missing,
    /// Something that cannot be read: RFC 6750 §3.1 `invalid_request`. Of this scheme, if one is known.
    Malformed(Option<Scheme>, Malformed),
    /// What stands behind the scheme's name, or in the scheme's own place.
    Present(Scheme, &'r [u8]),
}

/// Why a credential cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Malformed {
    /// More than one field; RFC 9110 §5.3 allows one.
    SeveralFields,
    /// No scheme stands at the start.
    NoScheme,
    /// A scheme and nothing after it.
    NoToken,
    /// A token with a character that RFC 6750 §2.1 does not allow.
    ForeignCharacter,
    /// Credentials of two schemes at once: nobody can tell which of them counts.
    SeveralSchemes,
    /// Not in the form that its scheme asks for, in a word for logs.
    #[cfg_attr(
        not(any(feature = "basic", feature = "digest", feature = "session")),
        expect(dead_code, reason = "only these have a form of their own")
    )]
    Form(&'static str),
}

impl Malformed {
    /// The word for logs.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::SeveralFields => "several_authorization_fields",
            Self::NoScheme => "no_scheme",
            Self::NoToken => "no_token",
            Self::ForeignCharacter => "foreign_character_in_token",
            Self::SeveralSchemes => "several_schemes",
            Self::Form(code) => code,
        }
    }
}

/// Reads the credential, of whichever scheme it is. Query and body are never looked at (OAuth 2.1
/// §5.1).
pub(crate) fn present<'r>(
    request: &'r HttpRequest,
    configured: &Schemes,
    schemes: impl Iterator<Item = Scheme>,
) -> Credential<'r> {
    let mut field = None;
    let mut found = Credential::Missing;
    for scheme in schemes {
        let Some(verifier) = configured.get(scheme) else {
            continue;
        };
        let this = if scheme.is_in_authorization() {
            match *field.get_or_insert_with(|| Field::of(request.headers())) {
                Field::Missing => Found::Missing,
                Field::Malformed(why) => return Credential::Malformed(None, why),
                Field::Credentials { name, rest } => {
                    if name.eq_ignore_ascii_case(scheme.name().as_bytes()) {
                        Found::Present(rest)
                    } else {
                        Found::Missing
                    }
                }
            }
        } else {
            verifier.find(request)
        };
        let this = match this {
            Found::Missing => continue,
            Found::Malformed(why) => Credential::Malformed(Some(scheme), why),
            Found::Present(credentials) => Credential::Present(scheme, credentials),
        };
        if !matches!(found, Credential::Missing) {
            return Credential::Malformed(None, Malformed::SeveralSchemes);
        }
        found = this;
    }
    found
}

/// What the `Authorization` field holds.
#[derive(Debug, Clone, Copy)]
enum Field<'r> {
    Missing,
    Malformed(Malformed),
    /// `credentials = auth-scheme [ 1*SP ( token68 / … ) ]`, RFC 9110 §11.4.
    Credentials {
        name: &'r [u8],
        rest: &'r [u8],
    },
}

impl<'r> Field<'r> {
    fn of(headers: &'r HeaderMap) -> Self {
        let mut fields = headers.get_all(AUTHORIZATION);
        match (fields.next(), fields.next()) {
            (None, _) => Self::Missing,
            (Some(field), None) => Self::read(field.as_bytes()),
            (Some(_), Some(_)) => Self::Malformed(Malformed::SeveralFields),
        }
    }

    fn read(field: &'r [u8]) -> Self {
        let end = field.iter().position(|byte| *byte == b' ');
        let (name, rest) = field.split_at(end.unwrap_or(field.len()));
        if name.is_empty() || !name.iter().all(|byte| is_tchar(*byte)) {
            Self::Malformed(Malformed::NoScheme)
        } else {
            Self::Credentials { name, rest }
        }
    }
}

/// `tchar`, RFC 9110 §5.6.2.
fn is_tchar(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::{Field, Malformed};

    #[test]
    fn a_scheme_ends_at_the_first_space() {
        for (field, scheme, behind) in [
            ("Bearer a.b", "Bearer", " a.b"),
            ("BeArEr    x", "BeArEr", "    x"),
            ("Negotiate", "Negotiate", ""),
            (
                "Digest username=\"a\", uri=\"/\"",
                "Digest",
                " username=\"a\", uri=\"/\"",
            ),
        ] {
            let Field::Credentials { name, rest } = Field::read(field.as_bytes()) else {
                panic!("{field} has a scheme");
            };
            assert_eq!((name, rest), (scheme.as_bytes(), behind.as_bytes()));
        }
    }

    #[test]
    fn tells_why_a_field_cannot_be_read() {
        for field in [
            &b""[..],
            b" Bearer x",
            b"Basic, Bearer x",
            b"Bearer\tx",
            b"\xff\xfe",
        ] {
            assert!(
                matches!(Field::read(field), Field::Malformed(Malformed::NoScheme)),
                "{field:?}"
            );
        }
    }
}
