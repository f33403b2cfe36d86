//! The Bearer token (RFC 6750 §2.1).

use std::fmt;

use crate::credential::Malformed;
use crate::identity::{Authenticator, Verification};

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

/// Whose token follows the scheme.
pub(super) fn verified(tokens: &dyn Authenticator, rest: &[u8]) -> Result<Verification, Malformed> {
    match tokens.recall(behind_spaces(rest)?) {
        Some(verification) => Ok(verification),
        None => Ok(tokens.authenticate(read(rest)?)),
    }
}

fn behind_spaces(rest: &[u8]) -> Result<&[u8], Malformed> {
    let start = rest.iter().position(|byte| *byte != b' ');
    start.map(|start| &rest[start..]).ok_or(Malformed::NoToken)
}

/// What follows the scheme: `1*SP b64token`.
pub(super) fn read(rest: &[u8]) -> Result<BearerToken<'_>, Malformed> {
    let token = behind_spaces(rest)?;
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
    // No early end, which every good token would pay for: so the compiler compares sixteen at a time.
    !text.is_empty() && text.iter().fold(true, |all, byte| all & is_text(*byte))
}

/// `ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/"`, of which digits and `-./` stand side by side.
const fn is_text(byte: u8) -> bool {
    let is_letter = (byte | 0x20).wrapping_sub(b'a') < 26;
    let is_digit_or_mark = byte.wrapping_sub(b'-') <= b'9' - b'-';
    is_letter || is_digit_or_mark || matches!(byte, b'+' | b'_' | b'~')
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
    fn a_token_holds_the_characters_of_the_grammar_and_no_others() {
        for byte in 0..=255_u8 {
            let expected = byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte);
            assert_eq!(super::is_text(byte), expected, "{byte:#x}");
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
