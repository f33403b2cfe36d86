//! What does not compile yet when it is guarded.

/// File, handler, and why it stays plain in every form. To be empty.
pub(crate) const KNOWN: &[(&str, &str, &str)] = &[
    (
        "patterns",
        "either",
        "a pattern of alternatives needs its parentheses as an argument, and behind the guard rustc \
         finds them unnecessary (`unused_parens`)",
    ),
    (
        "patterns",
        "parentheses",
        "`#[allow(unused_parens)]` on the handler does not reach the type repeated outside of it",
    ),
];
