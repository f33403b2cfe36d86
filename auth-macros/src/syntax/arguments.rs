//! The comma list inside an attribute's parentheses.
//!
//! Arguments are cut at the commas first and read one by one, so a mistake in one does not hide a
//! mistake in the next, and no token can be passed over: whatever an argument's reader leaves is
//! reported here.

use proc_macro2::{Ident, Punct, TokenStream, TokenTree};
use quote::ToTokens;

use crate::code::Code;
use crate::errors::{Errors, quoted, source};

/// One argument, in the tokens it was written with.
pub(crate) enum Segment {
    Setting(Setting),
    /// Anything else.
    Value(Vec<TokenTree>),
}

/// `key = value`
pub(crate) struct Setting {
    pub(crate) key: Ident,
    equals: Punct,
    pub(crate) value: Vec<TokenTree>,
}

/// Cuts a list at its commas. A trailing comma is fine, an empty place between two is not.
pub(crate) fn split(list: TokenStream, errors: &mut Errors) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut current = Vec::new();
    for token in list {
        match token {
            TokenTree::Punct(comma) if comma.as_char() == ',' => {
                if current.is_empty() {
                    errors.at(
                        Code::CommaAlone,
                        comma,
                        "nothing stands before this `,`\nhelp: remove it",
                    );
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
            Segment::Setting(Setting {
                key: key.clone(),
                equals: equals.clone(),
                value: tokens.split_off(2),
            })
        }
        _ => Segment::Value(tokens),
    }
}

impl Setting {
    /// What people list as a value: `"a", "b"` of `roles = ["a", "b"]`.
    pub(crate) fn listed(&self) -> TokenStream {
        match &self.value[..] {
            [TokenTree::Group(list)] => list.stream(),
            value => value.iter().cloned().collect(),
        }
    }
}

impl ToTokens for Setting {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.key.to_tokens(tokens);
        self.equals.to_tokens(tokens);
        tokens.extend(self.value.iter().cloned());
    }
}

/// Reports what follows a complete argument without a comma.
pub(crate) fn nothing_after(rest: &[TokenTree], errors: &mut Errors) {
    let [first, ..] = rest else { return };
    let stream: TokenStream = rest.iter().cloned().collect();
    let message = if let TokenTree::Punct(_) = first {
        format!(
            "{} follows an argument that is complete\nhelp: remove it, or go on with `,` and the \
             next argument",
            quoted(&stream)
        )
    } else {
        format!(
            "expected `,` before {}\nhelp: `, {}`",
            quoted(&first.to_token_stream()),
            source(stream.clone())
        )
    };
    errors.at(Code::CommaMissing, stream, message);
}

/// How many tokens the path `a::b` at the start has. A word behind it is no part of it.
pub(crate) fn path_length(tokens: &[TokenTree]) -> usize {
    let mut after_word = false;
    tokens
        .iter()
        .take_while(|token| {
            let is_word = matches!(token, TokenTree::Ident(_));
            let goes_on = is_colon(token) || is_word && !after_word;
            after_word = is_word;
            goes_on
        })
        .count()
}

pub(crate) fn is_colon(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(colon) if colon.as_char() == ':')
}
