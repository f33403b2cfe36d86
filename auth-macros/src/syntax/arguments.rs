//! The comma list inside an attribute's parentheses.
//!
//! Arguments are cut at the commas first and read one by one, so a mistake in one does not hide a
//! mistake in the next, and no token can be passed over: whatever an argument's reader leaves is
//! reported here.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;

use crate::errors::{Errors, quoted};

/// One argument, in the tokens it was written with.
pub(crate) enum Segment {
    /// `key = value`
    Option { key: Ident, value: Vec<TokenTree> },
    /// Anything else.
    Value(Vec<TokenTree>),
}

/// Cuts a list at its commas. A trailing comma is fine, an empty place between two is not.
pub(crate) fn split(list: TokenStream, errors: &mut Errors) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut current = Vec::new();
    for token in list {
        match token {
            TokenTree::Punct(comma) if comma.as_char() == ',' => {
                if current.is_empty() {
                    errors.at(comma, "nothing stands before this `,`\nhelp: remove it");
                } else {
                    segments.push(segment(std::mem::take(&mut current)));
                }
            }
            token => current.push(token),
        }
    }
    if !current.is_empty() {
        segments.push(segment(current));
    }
    segments
}

fn segment(mut tokens: Vec<TokenTree>) -> Segment {
    match &tokens[..] {
        [TokenTree::Ident(key), TokenTree::Punct(equals), ..] if equals.as_char() == '=' => {
            Segment::Option {
                key: key.clone(),
                value: tokens.split_off(2),
            }
        }
        _ => Segment::Value(tokens),
    }
}

/// Reports what follows a complete argument without a comma.
pub(crate) fn nothing_after(rest: &[TokenTree], errors: &mut Errors) {
    if let [first, ..] = rest {
        let rest: TokenStream = rest.iter().cloned().collect();
        errors.at(
            rest,
            format!("expected `,` before {}", quoted(&first.to_token_stream())),
        );
    }
}
