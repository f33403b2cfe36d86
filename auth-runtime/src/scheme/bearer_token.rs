//! The Bearer token (RFC 6750 §2.1).

use std::fmt;

use crate::credential::Malformed;

/// A token that a client presented, in the form that RFC 6750 allows, not yet verified.
///
/// Neither `Debug` nor anything else prints it.
#[derive(Clone, Copy)]
pub struct BearerToken<'a>(&'a str);

impl<'a> BearerToken<'a> {
    /// The token's text.
    pub fn as_str(&self) -> &'a str {
        self.0
    }
}

impl fmt::Debug for BearerToken<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BearerToken(…)")
    }
}

/// What follows the scheme: `1*SP b64token`.
pub(super) fn read(rest: &[u8]) -> Result<BearerToken<'_>, Malformed> {
    let start = rest
        .iter()
        .position(|byte| *byte != b' ')
        .ok_or(Malformed::NoToken)?;
    let token = &rest[start..];
    if !is_b64token(token) {
        return Err(Malformed::ForeignCharacter);
    }
    std::str::from_utf8(token)
        .map(BearerToken)
        .map_err(|_| Malformed::ForeignCharacter)
}

/// `b64token = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="`
fn is_b64token(token: &[u8]) -> bool {
    let padding = token.iter().rev().take_while(|byte| **byte == b'=').count();
    let text = &token[..token.len() - padding];
    !text.is_empty()
        && text
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-._~+/".contains(byte))
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::credential::Malformed;

    #[test]
    fn reads_a_token_after_any_number_of_spaces() {
        for (rest, token) in [(" a.b-c_d~e+f/g==", "a.b-c_d~e+f/g=="), ("    x", "x")] {
            assert_eq!(read(rest.as_bytes()).map(|it| it.as_str()), Ok(token));
        }
    }

    #[test]
    fn tells_why_a_token_cannot_be_read() {
        for (rest, why) in [
            (&b""[..], Malformed::NoToken),
            (b" ", Malformed::NoToken),
            (b"    ", Malformed::NoToken),
            (b" a b", Malformed::ForeignCharacter),
            (b" a\"b", Malformed::ForeignCharacter),
            (b" a,b", Malformed::ForeignCharacter),
            (b" a ", Malformed::ForeignCharacter),
            (b" a=b", Malformed::ForeignCharacter),
            (b" ==", Malformed::ForeignCharacter),
            (b" a\x00", Malformed::ForeignCharacter),
            (b" \xe4", Malformed::ForeignCharacter),
        ] {
            assert_eq!(read(rest).map(|_| ()), Err(why), "{rest:?}");
        }
    }
}
