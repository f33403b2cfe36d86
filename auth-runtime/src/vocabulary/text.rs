//! What a name must look like, for constants: the attributes check what they can read themselves.

/// What a name is the name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Role,
    Scope,
    Permission,
}

/// Longer names are pasted by mistake.
const LONGEST_NAME: usize = 512;

/// Refuses, at compile time, text that no token could hold.
///
/// # Panics
///
/// With what is wrong and what to do, as the attributes say it.
#[track_caller]
pub(crate) const fn check(kind: Kind, text: &str) {
    let bytes = text.as_bytes();
    assert!(
        !text.trim_ascii().is_empty(),
        "this constant is a name that is empty [auth::A060]\nhelp: give it a name"
    );
    assert!(
        text.trim_ascii().len() == text.len() && !is_padded(bytes),
        "this constant is a name with spaces around it [auth::A061]\nhelp: remove them"
    );
    assert!(
        bytes.len() <= LONGEST_NAME,
        "this constant is a name of more than 512 bytes [auth::A063]\nhelp: a shorter name; was something else pasted there?"
    );
    assert!(
        !holds_control_character(bytes),
        "this constant is a name with a control character [auth::A062]\nhelp: remove it"
    );
    assert!(
        !matches!(kind, Kind::Scope) || is_scope_token(bytes),
        "this constant is a scope that no token can carry [auth::A065]\nhelp: printable ASCII without spaces, \
             `\"` and `\\`: \"orders:read\""
    );
    assert!(
        !matches!(kind, Kind::Scope) || !matches!(bytes, b"offline_access"),
        "this constant is the scope that asks for a refresh token, and allows nothing here [auth::A071]\nhelp: \
             name what the caller is to do: \"orders:read\""
    );
    assert!(
        !mixes_scripts(bytes),
        "this constant is a name that mixes Latin letters with ones that look like them [auth::A064]\nhelp: \
             type it anew"
    );
}

/// Whether it begins or ends with a space that is not ASCII, as text from a web page does.
const fn is_padded(bytes: &[u8]) -> bool {
    let mut at = 0;
    while at < bytes.len() {
        let length = space_at(bytes, at);
        if length > 0 && (at == 0 || at + length == bytes.len()) {
            return true;
        }
        at += 1;
    }
    false
}

/// The bytes of the space outside ASCII that begins here (Unicode's `White_Space`), or 0.
const fn space_at(bytes: &[u8], at: usize) -> usize {
    match bytes.split_at(at).1 {
        [0xc2, 0xa0, ..] => 2,
        [0xe1, 0x9a, 0x80, ..]
        | [0xe2, 0x80, 0x80..=0x8a | 0xa8 | 0xa9 | 0xaf, ..]
        | [0xe2, 0x81, 0x9f, ..]
        | [0xe3, 0x80, 0x80, ..] => 3,
        _ => 0,
    }
}

const fn holds_control_character(bytes: &[u8]) -> bool {
    let mut at = 0;
    while at < bytes.len() {
        // C1 controls, U+0080 to U+009F, are `C2` and a byte below `A0`.
        if bytes[at].is_ascii_control()
            || bytes[at] == 0xc2 && at + 1 < bytes.len() && bytes[at + 1] < 0xa0
        {
            return true;
        }
        at += 1;
    }
    false
}

/// `1*( %x21 / %x23-5B / %x5D-7E )`, RFC 6749 §3.3.
const fn is_scope_token(bytes: &[u8]) -> bool {
    let mut at = 0;
    while at < bytes.len() {
        if !matches!(bytes[at], 0x21 | 0x23..=0x5b | 0x5d..=0x7e) {
            return false;
        }
        at += 1;
    }
    true
}

/// A word with Latin letters and Greek, Cyrillic or full-width ones (UTS 39 §5.1), or a character that
/// nobody sees.
const fn mixes_scripts(bytes: &[u8]) -> bool {
    let (mut latin, mut foreign, mut at) = (false, false, 0);
    while at < bytes.len() {
        if bytes[at].is_ascii() && !bytes[at].is_ascii_alphanumeric() {
            (latin, foreign) = (false, false); // The next word.
        }
        latin |= bytes[at].is_ascii_alphabetic();
        // U+0370 to U+052F, U+FF21 to U+FF3A, U+FF41 to U+FF5A.
        foreign |= matches!(
            bytes.split_at(at).1,
            [0xcd, 0xb0..=0xff, ..]
                | [0xce..=0xd3, ..]
                | [0xd4, 0x80..=0xaf, ..]
                | [0xef, 0xbc, 0xa1..=0xba, ..]
                | [0xef, 0xbd, 0x81..=0x9a, ..]
        );
        if latin && foreign || is_invisible(bytes, at) {
            return true;
        }
        at += 1;
    }
    false
}

/// Soft hyphen, U+200B, U+200E, U+200F, U+202A to U+202E, U+2060 to U+206F, U+FEFF; and the joiners
/// U+200C and U+200D, by which Persian and emoji are written, beside Latin letters.
const fn is_invisible(bytes: &[u8], at: usize) -> bool {
    match bytes.split_at(at).1 {
        [0xc2, 0xad, ..]
        | [0xe2, 0x80, 0x8b | 0x8e | 0x8f | 0xaa..=0xae, ..]
        | [0xe2, 0x81, 0xa0..=0xaf, ..]
        | [0xef, 0xbb, 0xbf, ..] => true,
        [0xe2, 0x80, 0x8c | 0x8d, rest @ ..] => {
            at > 0 && bytes[at - 1].is_ascii_alphanumeric()
                || matches!(rest, [next, ..] if next.is_ascii_alphanumeric())
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, check};

    fn is_accepted(kind: Kind, text: &str) -> bool {
        std::panic::catch_unwind(|| check(kind, text)).is_ok()
    }

    #[test]
    fn a_role_is_any_text_that_a_person_can_read() {
        for text in [
            "admin",
            "site admin",
            "\u{430}\u{434}\u{43c}\u{438}\u{43d}",
            "caf\u{e9}",
            "\u{7ba1}\u{7406}\u{8005}",
            "\u{7ba1}\u{7406}\u{8005}\u{ff08}admin\u{ff09}",
            "IT-\u{43e}\u{442}\u{434}\u{435}\u{43b}",
            "\u{3b2}-tester",
            "\u{645}\u{6cc}\u{200c}\u{634}\u{648}\u{62f}",
            "\u{1f469}\u{200d}\u{1f680}",
            "cn=admins,ou=groups,dc=example,dc=org",
        ] {
            assert!(is_accepted(Kind::Role, text), "{text:?}");
        }
        for text in [
            "",
            " ",
            "admin ",
            "\u{430}dmin",
            "ad\u{200b}min",
            "a\nb",
            "a\u{85}b",
            "\u{ff41}dmin",
            "\u{3b2}tester",
            "ad\u{200d}min",
            "admin\u{200c}",
            "x".repeat(513).as_str(),
        ] {
            assert!(!is_accepted(Kind::Role, text), "{text:?}");
        }
    }

    /// As the attributes see it, which have `str::trim`.
    #[test]
    fn a_space_of_any_kind_is_padding() {
        for space in ('\0'..=char::MAX).filter(|it| it.is_whitespace()) {
            for text in [format!("admin{space}"), format!("{space}admin")] {
                assert!(!is_accepted(Kind::Role, &text), "{text:?}");
            }
            let within = format!("site{space}admin");
            let is_readable = !space.is_control();
            assert_eq!(is_accepted(Kind::Role, &within), is_readable, "{within:?}");
        }
        assert!(is_accepted(Kind::Role, "\u{2002b}\u{3001}"));
    }

    #[test]
    fn a_scope_is_a_scope_token() {
        assert!(is_accepted(Kind::Scope, "https://id.example/orders:read"));
        for text in [
            "orders read",
            "orders\"",
            "a\\b",
            "caf\u{e9}",
            "offline_access",
        ] {
            assert!(!is_accepted(Kind::Scope, text), "{text:?}");
        }
        assert!(is_accepted(Kind::Permission, "offline_access"));
    }
}
