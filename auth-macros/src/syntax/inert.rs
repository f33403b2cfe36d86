//! Attributes that make nothing of the function they stand on.

use syn::Attribute;

/// The compiler's and its tools'.
const INERT: [&str; 13] = [
    "allow",
    "clippy",
    "cold",
    "deny",
    "deprecated",
    "doc",
    "expect",
    "forbid",
    "inline",
    "must_use",
    "rustfmt",
    "track_caller",
    "warn",
];

/// Whether an attribute neither reads nor changes the function: it is nobody's macro, so none of ours under another
/// name either.
pub(crate) fn is_inert(attribute: &Attribute) -> bool {
    let first = attribute.path().segments.first();
    first.is_some_and(|first| INERT.iter().any(|inert| first.ident == inert))
}
