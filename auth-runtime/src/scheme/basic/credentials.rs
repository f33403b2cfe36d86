//! What follows `Basic`: `user-id ":" password` in base64 (RFC 7617 §2).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::credential::Malformed;
use crate::identity::AuthenticationError;
use crate::scheme::user_text;

/// A user name and a password that a client presented, in normal form. No `Debug`.
pub(super) struct Credentials {
    pub(super) user: String,
    pub(super) password: Zeroizing<String>,
}

/// Reads `1*SP base64-user-pass`. What breaks the form that RFC 7617 gives is malformed. Octets that
/// are no UTF-8 are not: `charset` is advice (§2.1), so they are a wrong password.
pub(super) fn read(rest: &[u8]) -> Result<Credentials, AuthenticationError> {
    let bytes = user_pass(rest).map_err(AuthenticationError::malformed)?;
    let (user, password) =
        split(&bytes).ok_or(AuthenticationError::malformed(Malformed::Form("no_colon")))?;
    let (Ok(user), Ok(password)) = (std::str::from_utf8(user), std::str::from_utf8(password))
    else {
        return Err(AuthenticationError::rejected("not_utf8"));
    };
    if user_text::has_control(user) || user_text::has_control(password) {
        let why = Malformed::Form("control_character");
        return Err(AuthenticationError::malformed(why));
    }
    Ok(Credentials {
        user: user_text::normal(user).into_owned(),
        password: Zeroizing::new(user_text::normal(password).into_owned()),
    })
}

/// The user that the credentials claim, if they can be read so far.
pub(super) fn claimed_user(rest: &[u8]) -> Option<String> {
    let bytes = user_pass(rest).ok()?;
    let (user, _) = split(&bytes)?;
    std::str::from_utf8(user).ok().map(user_text::account)
}

/// RFC 4648 §4: the alphabet of `+` and `/`, padded (§3.2), nothing else in it (§3.3), and no bits
/// behind the last octet (§3.5).
fn user_pass(rest: &[u8]) -> Result<Zeroizing<Vec<u8>>, Malformed> {
    let start = rest.iter().position(|byte| *byte != b' ');
    let token = &rest[start.ok_or(Malformed::NoToken)?..];
    let bytes = STANDARD.decode(token);
    bytes
        .map(Zeroizing::new)
        .map_err(|_| Malformed::Form("not_base64"))
}

/// At the first colon: a password may have more of them, a name has none.
fn split(user_pass: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = user_pass.iter().position(|byte| *byte == b':')?;
    Some((&user_pass[..colon], &user_pass[colon + 1..]))
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;

    use super::{claimed_user, read};
    use crate::credential::Malformed;
    use crate::identity::{AuthenticationError, Failure};

    /// The name and the password, or the word for logs and whether the form is to blame.
    fn parts(rest: &str) -> Result<(String, String), (&'static str, bool)> {
        match read(rest.as_bytes()) {
            Ok(it) => Ok((it.user, it.password.as_str().to_owned())),
            Err(AuthenticationError(Failure::Malformed(why))) => Err((why.code(), true)),
            Err(AuthenticationError(Failure::Rejected { code })) => Err((code, false)),
            Err(other) => panic!("{other}"),
        }
    }

    fn encoded(user_pass: impl AsRef<[u8]>) -> String {
        format!(" {}", STANDARD.encode(user_pass))
    }

    fn both(user: &str, password: &str) -> (String, String) {
        (user.into(), password.into())
    }

    /// RFC 7617 §2.
    #[test]
    fn the_example_of_aladdin() {
        let rest = " QWxhZGRpbjpvcGVuIHNlc2FtZQ==";
        assert_eq!(parts(rest), Ok(both("Aladdin", "open sesame")));
    }

    /// RFC 7617 §2.1: `123` and a pound sign.
    #[test]
    fn the_example_in_utf8() {
        assert_eq!(parts(" dGVzdDoxMjPCow=="), Ok(both("test", "123\u{a3}")));
    }

    #[test]
    fn splits_at_the_first_colon() {
        assert_eq!(parts(&encoded("ada:a:b:")), Ok(both("ada", "a:b:")));
        assert_eq!(parts(&encoded(":p")), Ok(both("", "p")));
        assert_eq!(parts(&encoded("ada:")), Ok(both("ada", "")));
        assert_eq!(parts(&encoded(":")), Ok(both("", "")));
        assert_eq!(parts(&encoded("ada")), Err(("no_colon", true)));
    }

    #[test]
    fn names_and_passwords_are_in_normal_form() {
        let decomposed = parts(&encoded("Zoe\u{308}:cafe\u{301}"));
        assert_eq!(decomposed, Ok(both("Zo\u{eb}", "caf\u{e9}")));
    }

    #[test]
    fn controls_are_refused() {
        for user_pass in ["a\0:p", "a:p\0", "a\n:p", "a:p\u{7f}", "a:\tp", "a:\u{85}"] {
            assert_eq!(
                parts(&encoded(user_pass)),
                Err(("control_character", true)),
                "{user_pass:?}"
            );
        }
    }

    #[test]
    fn other_encodings_than_utf8_are_a_wrong_password() {
        for user_pass in [&b"test:123\xa3"[..], b"t\xe9st:123", b"\xff:\xfe"] {
            assert_eq!(parts(&encoded(user_pass)), Err(("not_utf8", false)));
        }
    }

    #[test]
    fn only_padded_base64_of_the_standard_alphabet_is_read() {
        for token in [
            "QWxhZGRpbjpvcGVuIHNlc2FtZQ",   // no padding
            "QWxhZGRpbjpvcGVuIHNlc2FtZQ=",  // too little
            "QWxhZGRpbjpvcGVuIHNlc2FtZR==", // bits behind the last octet
            "QWxhZGRpbjpvcGVuIHNlc2FtZQ== ",
            "QWxhZGRpbjpv cGVuIHNlc2FtZQ==",
            "YTo_Pz8_", // the alphabet for URLs
            "YTo-Pg==",
            "a:b",
            "\u{e9}",
            "QWxh,ZGRp",
        ] {
            assert_eq!(
                parts(&format!(" {token}")),
                Err(("not_base64", true)),
                "{token}"
            );
        }
        assert_eq!(parts(" YTo/Pz8/"), Ok(both("a", "????")));
        for rest in ["", " ", "   "] {
            assert_eq!(parts(rest), Err((Malformed::NoToken.code(), true)));
        }
    }

    #[test]
    fn the_claimed_user_is_an_account_and_bounded() {
        let claimed = |user_pass: &str| claimed_user(encoded(user_pass).as_bytes());
        assert_eq!(claimed("Zoe\u{308}:x"), Some("zoe".into()));
        assert_eq!(claimed("ADA:x"), claimed("ada:y"));
        assert_eq!(
            claimed(&format!("{}:x", "a".repeat(9000))).map(|it| it.len()),
            Some(256)
        );
        assert_eq!(claimed("nobody"), None);
        assert_eq!(claimed_user(b" ????"), None);
    }
}
