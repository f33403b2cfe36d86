//! `key = "a"` and `key = ["a", "b"]`: text, or a list of which any one will do.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::LitStr;

use super::arguments::{Segment, nothing_after, split};
use super::option::{OptionSyntax, Written, nothing_behind_the_quote};
use crate::code::Code;
use crate::errors::{Errors, quoted, source};

impl OptionSyntax {
    /// The value as text, or as texts in brackets.
    pub(crate) fn texts(&self, errors: &mut Errors) -> Option<Written<Vec<LitStr>>> {
        match self.value() {
            [TokenTree::Group(list), rest @ ..] if list.delimiter() == Delimiter::Bracket => {
                nothing_after(rest, errors);
                let segments = split(list.stream(), errors).into_iter();
                let texts = segments.map(|segment| self.listed_text(segment, errors));
                let texts: Vec<_> = texts.collect();
                Some(self.written(texts.into_iter().collect::<Option<_>>()?))
            }
            [TokenTree::Group(list)] | [TokenTree::Ident(_), TokenTree::Group(list)]
                if list.delimiter() != Delimiter::None =>
            {
                self.wrong_list(list, errors)
            }
            [TokenTree::Literal(_), TokenTree::Punct(operator), ..]
                if matches!(operator.as_char(), '|' | '&' | '+') =>
            {
                self.joined(operator.as_char(), errors)
            }
            _ => {
                let text = self.text(errors)?;
                Some(Written {
                    value: vec![text.value],
                    tokens: text.tokens,
                })
            }
        }
    }

    fn listed_text(&self, segment: Segment, errors: &mut Errors) -> Option<LitStr> {
        let tokens: Vec<TokenTree> = match segment {
            Segment::Value(tokens) => tokens,
            Segment::Setting(setting) => setting.into_token_stream().into_iter().collect(),
        };
        let (first, rest) = tokens.split_first()?;
        if let Ok(text) = syn::parse2(first.to_token_stream()) {
            nothing_behind_the_quote(&text, errors);
            nothing_after(rest, errors);
            return Some(text);
        }
        let help = match &tokens[..] {
            [TokenTree::Ident(word)] => format!("`\"{word}\"`"),
            _ => format!("`{}`", self.example()),
        };
        let tokens: TokenStream = tokens.into_iter().collect();
        errors.at(
            Code::WrongValue,
            &tokens,
            format!(
                "{} in the list of `{}` is no text in quotes\nhelp: {help}",
                quoted(&tokens),
                self.key()
            ),
        );
        None
    }

    fn wrong_list<T>(&self, list: &Group, errors: &mut Errors) -> Option<T> {
        errors.at(
            Code::WrongValue,
            self.tokens(),
            format!(
                "`{}` takes text in quotes, or several in brackets\nhelp: `{}`",
                self.key(),
                bracketed(self.key(), &list.stream())
            ),
        );
        None
    }

    /// `"Bearer" | "ApiKey"`
    fn joined<T>(&self, operator: char, errors: &mut Errors) -> Option<T> {
        let is_text = |it: &&TokenTree| matches!(it, TokenTree::Literal(_));
        let texts = self.value().iter().filter(is_text);
        let listed = bracketed(self.key(), &quote::quote!(#(#texts),*));
        errors.at(
            Code::JoinedByOperator,
            self.tokens(),
            format!(
                "`{operator}` is not how several are listed\nhelp: `{listed}` accepts any of them"
            ),
        );
        None
    }
}

/// `key = ["a", "b"]`, as people type it.
pub(super) fn bracketed(key: &Ident, listed: &TokenStream) -> String {
    format!("{key} = [{}]", source(listed.clone()))
}
