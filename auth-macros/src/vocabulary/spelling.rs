//! How a variant is spelt in a token.

use proc_macro2::Ident;
use syn::LitStr;
use syn::ext::IdentExt;

use crate::code::Code;
use crate::errors::{Errors, quoted};
use crate::suggest::closest;
use crate::syntax::Written;

/// `rename_all = "…"`
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(super) enum Case {
    Lower,
    Upper,
    Pascal,
    Camel,
    #[default]
    Snake,
    ScreamingSnake,
    Kebab,
}

const CASES: [(&str, Case); 7] = [
    ("lowercase", Case::Lower),
    ("UPPERCASE", Case::Upper),
    ("PascalCase", Case::Pascal),
    ("camelCase", Case::Camel),
    ("snake_case", Case::Snake),
    ("SCREAMING_SNAKE_CASE", Case::ScreamingSnake),
    ("kebab-case", Case::Kebab),
];

impl Case {
    pub(super) fn read(written: &Written<LitStr>, errors: &mut Errors) -> Self {
        let text = written.value.value();
        let known = CASES.iter().find(|(name, _)| *name == text);
        known.map_or_else(
            || {
                report_unknown(&written.value, errors);
                Self::default()
            },
            |(_, case)| *case,
        )
    }

    /// The variant's name, in this case.
    pub(super) fn spell(self, variant: &Ident) -> String {
        let variant = variant.unraw().to_string();
        let words = words(&variant);
        let join = |separator: &str, change: fn(&str) -> String| {
            let words: Vec<_> = words.iter().map(|word| change(word)).collect();
            words.join(separator)
        };
        match self {
            Self::Lower => join("", str::to_lowercase),
            Self::Upper => join("", str::to_uppercase),
            Self::Pascal => join("", capitalised),
            Self::Camel => match &words[..] {
                [first, rest @ ..] => {
                    let rest: String = rest.iter().map(|word| capitalised(word)).collect();
                    first.to_lowercase() + &rest
                }
                [] => String::new(),
            },
            Self::Snake => join("_", str::to_lowercase),
            Self::ScreamingSnake => join("_", str::to_uppercase),
            Self::Kebab => join("-", str::to_lowercase),
        }
    }
}

fn report_unknown(text: &LitStr, errors: &mut Errors) {
    let names = CASES.map(|(name, _)| name);
    let typed = text.value();
    // People also write "snake" and "kebab".
    let meant = closest(&typed, names).or_else(|| closest(&format!("{typed}case"), names));
    let help = match meant {
        Some(meant) => format!("did you mean `{meant:?}`?"),
        None => names.map(|name| format!("`{name:?}`")).join(", "),
    };
    errors.at(
        Code::UnknownCase,
        text,
        format!("`rename_all` knows no {}\nhelp: {help}", quoted(text)),
    );
}

/// `OrderManager` is two words and `HTTPAdmin` too; digits belong to the word before them.
fn words(variant: &str) -> Vec<&str> {
    variant.split('_').flat_map(words_of_one_run).collect()
}

fn words_of_one_run(run: &str) -> Vec<&str> {
    let letters: Vec<_> = run.char_indices().collect();
    let begins_word = |at: usize| {
        let (before, letter) = (letters[at - 1].1, letters[at].1);
        let after = letters.get(at + 1).map(|(_, after)| *after);
        letter.is_uppercase() && (!before.is_uppercase() || after.is_some_and(char::is_lowercase))
    };
    let mut words = Vec::new();
    let mut start = 0;
    for at in 1..letters.len() {
        if begins_word(at) {
            words.push(&run[start..letters[at].0]);
            start = letters[at].0;
        }
    }
    if !run.is_empty() {
        words.push(&run[start..]);
    }
    words
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use quote::format_ident;

    use super::{CASES, Case};

    #[test]
    fn each_case_spells_words_in_its_way() {
        let expected = [
            "ordermanager",
            "ORDERMANAGER",
            "OrderManager",
            "orderManager",
            "order_manager",
            "ORDER_MANAGER",
            "order-manager",
        ];
        for ((name, case), expected) in CASES.iter().zip(expected) {
            assert_eq!(
                case.spell(&format_ident!("OrderManager")),
                expected,
                "{name}"
            );
        }
    }

    #[test]
    fn words_are_those_that_people_read() {
        for (variant, expected) in [
            ("Viewer", "viewer"),
            ("HTTPAdmin", "http_admin"),
            ("HR", "hr"),
            ("Level2Support", "level2_support"),
            ("Order_Manager", "order_manager"),
            ("ORDER_MANAGER", "order_manager"),
            ("A", "a"),
            ("ÉditeurÀParis", "éditeur_à_paris"),
        ] {
            let variant = format_ident!("{variant}");
            assert_eq!(Case::Snake.spell(&variant), expected);
        }
        assert_eq!(Case::Snake.spell(&format_ident!("r#type")), "type");
        assert_eq!(Case::Pascal.spell(&format_ident!("HRManager")), "HRManager");
        assert_eq!(Case::Camel.spell(&format_ident!("HRManager")), "hrManager");
    }
}
