//! User names and passwords as text: both RFCs compare them in Unicode's normal form C
//! (RFC 7617 §2.1, RFC 7616 §4), and ask recipients to support every character that the profiles of
//! RFC 8265 allow.
//!
//! The normal form comes from `icu_normalizer`, which is Unicode's own and which actix-web brings
//! along with `url`. The profiles themselves are not enforced: a library that does
//! (`precis-profiles`) knows the characters of Unicode 6.3 and would refuse a newer one.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;

/// Names that are longer, in bytes, are nobody's.
pub(super) const LONGEST_NAME: usize = 256;

/// In normal form C.
pub(super) fn normal(text: &str) -> Cow<'_, str> {
    const { ComposingNormalizerBorrowed::new_nfc() }.normalize(text)
}

/// Whether there is a character that neither name nor password may have (RFC 7617 §2, RFC 8265
/// §4.2.2).
pub(super) fn has_control(text: &str) -> bool {
    text.chars().any(char::is_control)
}

/// A name that a client claims, as failures are counted by: bounded, whatever the client sends.
pub(super) fn account(name: &str) -> String {
    let ends = |(start, character): (usize, char)| start + character.len_utf8();
    let mut name = normal(name).into_owned();
    let fits = |end: &usize| *end <= LONGEST_NAME;
    let end = name.char_indices().map(ends).take_while(fits).last();
    name.truncate(end.unwrap_or_default());
    name
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
    fn an_account_is_bounded_and_cut_between_characters() {
        let name = account(&"\u{20ac}".repeat(1000));
        assert_eq!(name.len(), LONGEST_NAME / 3 * 3);
        assert_eq!(account("ada"), "ada");
    }
}
