//! User names and passwords as text: both RFCs compare them in Unicode's normal form C
//! (RFC 7617 §2.1, RFC 7616 §4), and ask recipients to support every character that the profiles of
//! RFC 8265 allow.
//!
//! The normal form comes from `icu_normalizer`, which is Unicode's own and which actix-web brings
//! along with `url`. The profiles themselves are not enforced: a library that does
//! (`precis-profiles`) knows the characters of Unicode 6.3 and would refuse a newer one.

#[cfg(any(feature = "basic", feature = "digest"))]
use std::borrow::Cow;

#[cfg(any(feature = "basic", feature = "digest"))]
use icu_normalizer::ComposingNormalizerBorrowed;
use icu_normalizer::DecomposingNormalizerBorrowed;

/// Names that are longer, in bytes, are nobody's.
pub(super) const LONGEST_NAME: usize = 256;

/// In normal form C.
#[cfg(any(feature = "basic", feature = "digest"))]
pub(super) fn normal(text: &str) -> Cow<'_, str> {
    const { ComposingNormalizerBorrowed::new_nfc() }.normalize(text)
}

/// Whether there is a character that neither name nor password may have (RFC 7617 §2, RFC 8265
/// §4.2.2).
#[cfg(any(feature = "basic", feature = "digest"))]
pub(super) fn has_control(text: &str) -> bool {
    text.chars().any(char::is_control)
}

/// As many characters of a claimed name are looked at, however many a client sends.
const LONGEST_CLAIM: usize = 4 * LONGEST_NAME;

/// A name that a client claims, as failures are counted by: letters and digits, without case, accents
/// and compatibility forms, and bounded, whatever the client sends.
///
/// A store may take names for the same that are not: databases ignore case, accents, spaces at the
/// end and characters without width, each in its own way. Every spelling that it takes for the same
/// must be the same here, or each would have tries of its own. That others become the same too does
/// little harm: too many failures against an account never lock it.
pub(crate) fn account(name: &str) -> String {
    // Some characters decompose into many; what is cut off here is cut off below anyway.
    let end = name.char_indices().nth(LONGEST_CLAIM);
    let name = &name[..end.map_or(name.len(), |(at, _)| at)];
    let plain = const { DecomposingNormalizerBorrowed::new_nfkd() }.normalize(name);
    let characters = plain.chars().filter(|it| it.is_alphanumeric());
    // To and fro, because not each way changes every letter: `ẞ` is `ß`, and that is `SS`.
    let characters = characters.flat_map(char::to_lowercase);
    let characters = characters.flat_map(char::to_uppercase);
    let mut account = String::new();
    for character in characters.flat_map(char::to_lowercase) {
        if account.len() + character.len_utf8() > LONGEST_NAME {
            break;
        }
        account.push(character);
    }
    account
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_NAME, account, has_control, normal};

    #[test]
    fn composed_and_decomposed_are_the_same() {
        assert_eq!(normal("Zoe\u{308}"), "Zo\u{eb}");
        assert_eq!(normal("Zo\u{eb}"), "Zo\u{eb}");
        // A compatibility character is another character.
        assert_eq!(normal("\u{212b}\u{fb01}"), "\u{c5}\u{fb01}");
        assert_eq!(normal("\u{1fae8} a b"), "\u{1fae8} a b");
    }

    #[test]
    fn controls_are_those_of_ascii_and_of_latin_1() {
        for text in ["a\0", "\ta", "a\nb", "\u{7f}", "\u{85}"] {
            assert!(has_control(text), "{text:?}");
        }
        for text in ["", " ", "\u{a0}", "\u{e9}", "\u{1fae8}"] {
            assert!(!has_control(text), "{text:?}");
        }
    }

    #[test]
    fn names_that_a_store_may_take_for_the_same_are_one_account() {
        for (spellings, expected) in [
            (
                &["ada", "Ada", "ADA", " ada ", "ada\u{200b}", "\u{ad}ada"][..],
                "ada",
            ),
            (&["\u{e4}da", "\u{c4}DA", "a\u{308}da", "\u{ff21}da"], "ada"),
            (
                &["\u{17f}trasse", "stra\u{df}e", "STRASSE", "stra\u{1e9e}e"],
                "strasse",
            ),
            (
                &["\u{3bf}\u{3c2}", "\u{39f}\u{3a3}", "\u{3bf}\u{3c3}"],
                "\u{3bf}\u{3c3}",
            ),
            (&["\u{212a}im", "Kim", "K\u{130}m", "k\u{131}m"], "kim"),
            (&["ada@example.org", "ADA@EXAMPLE.ORG"], "adaexampleorg"),
            (&["", " ", "..."], ""),
        ] {
            for spelling in spellings {
                assert_eq!(account(spelling), expected, "{spelling:?}");
            }
        }
        assert_ne!(account("ada1"), account("ada2"));
    }

    #[test]
    fn an_account_is_bounded_and_cut_between_characters() {
        let name = account(&"\u{6f22}".repeat(1000));
        assert_eq!(name.len(), LONGEST_NAME / 3 * 3);
    }
}
