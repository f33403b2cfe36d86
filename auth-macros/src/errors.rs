//! Collects every mistake, so that one compile reports them all.

use std::fmt::Display;

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens;
use syn::Error;

use crate::code::Code;

/// The mistakes found so far.
///
/// Each phase of the pipeline ends with [`Errors::finish`]; a phase that went wrong
/// hands nothing to the next one.
#[must_use = "mistakes that are not finished would be lost"]
#[derive(Default)]
pub(crate) struct Errors {
    found: Option<Error>,
}

impl Errors {
    /// Records a mistake at the whole of `tokens`.
    pub(crate) fn at(&mut self, code: Code, tokens: impl ToTokens, message: impl Display) {
        self.push(mistake(code, tokens, message));
    }

    /// Records a mistake that needs two places: what is wrong, and what it clashes with.
    pub(crate) fn clash(
        &mut self,
        code: Code,
        (tokens, message): (impl ToTokens, impl Display),
        (other, note): (impl ToTokens, impl Display),
    ) {
        self.at(code, tokens, message);
        self.at(code, other, note);
    }

    /// Whether nothing was found so far.
    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_none()
    }

    pub(crate) fn push(&mut self, error: Error) {
        match &mut self.found {
            Some(found) => found.combine(error),
            None => self.found = Some(error),
        }
    }

    /// Ends a phase: its value, or every mistake.
    pub(crate) fn finish<T>(self, value: T) -> Result<T, Error> {
        self.found.map_or(Ok(value), Err)
    }

    /// Ends a phase that cannot go on after `last`.
    pub(crate) fn stop(self, last: Error) -> Error {
        match self.found {
            Some(mut found) => {
                found.combine(last);
                found
            }
            None => last,
        }
    }
}

/// A mistake at the whole of `tokens`, with its code at the end of the first line.
pub(crate) fn mistake(code: Code, tokens: impl ToTokens, message: impl Display) -> Error {
    let message = message.to_string();
    let message = match message.split_once('\n') {
        Some((first, rest)) => format!("{first} [{code}]\n{rest}"),
        None => format!("{message} [{code}]"),
    };
    Error::new_spanned(tokens, message)
}

/// Backticks around the user's own words, spaced as in source.
pub(crate) fn quoted(tokens: &impl ToTokens) -> String {
    format!("`{}`", source(tokens.to_token_stream()))
}

/// Tokens as people type them: `who: Option<Identity>`, not `who : Option < Identity >`.
pub(crate) fn source(tokens: TokenStream) -> String {
    let mut text = String::new();
    let mut glued = true;
    let mut in_path = false;
    for token in tokens {
        if !glued && !sticks_to_the_left(&token, &text) {
            text.push(' ');
        }
        glued = false;
        match &token {
            TokenTree::Group(group) => {
                let (open, close) = brackets(group.delimiter());
                text.extend([open, &source(group.stream()), close]);
            }
            TokenTree::Punct(punct) => {
                text.push(punct.as_char());
                let joint = punct.spacing() == Spacing::Joint;
                glued = joint || in_path || "&#.<'!".contains(punct.as_char());
                in_path = joint && punct.as_char() == ':';
            }
            token => text += &token.to_string(),
        }
    }
    text
}

fn sticks_to_the_left(token: &TokenTree, before: &str) -> bool {
    match token {
        TokenTree::Punct(punct) => ",;:.?<>".contains(punct.as_char()),
        TokenTree::Group(group) => {
            matches!(
                group.delimiter(),
                Delimiter::Parenthesis | Delimiter::Bracket
            ) && before.ends_with(|last: char| last.is_alphanumeric() || "_>!".contains(last))
        }
        _ => false,
    }
}

fn brackets(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::Brace => ("{ ", " }"),
        Delimiter::None => ("", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::source;

    #[test]
    fn tokens_are_quoted_as_people_type_them() {
        for text in [
            "who: Option<Identity>",
            "roles::ADMIN",
            "any[\"admin\", \"owner\"]",
            "all(\"a\", any(\"b\", \"c\"))",
            "scheme = \"Bearer\"",
            "scheme == \"Bearer\"",
            "\"admin\" || \"owner\"",
            "who: &'a Identity",
            "web::Path((a, b)): web::Path<(u32, u32)>",
        ] {
            assert_eq!(source(text.parse().unwrap()), text);
        }
    }
}
