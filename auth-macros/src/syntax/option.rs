//! `key = value` options: one table per attribute feeds the parser and the messages.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{LitBool, LitStr};

use super::arguments::{Setting, nothing_after};
use super::stray::report_stray;
use super::table::{Table, example_of, list_of_options};
use crate::code::Code;
use crate::errors::{Errors, quoted};

/// A parsed word with the tokens it came from.
#[derive(Clone)]
pub(crate) struct Written<T> {
    pub(crate) value: T,
    /// What an error underlines: the whole `key = value`.
    pub(crate) tokens: TokenStream,
}

/// The crate that the generated code names, when it is not `::auth_runtime`.
pub(crate) type CratePath = TokenStream;

/// How a refusal looks, and which crate is meant: the options of every attribute that asks something of a
/// known caller.
#[derive(Default)]
pub(crate) struct Refusal {
    pub(crate) hide: Option<Written<bool>>,
    pub(crate) message: Option<Written<LitStr>>,
    pub(crate) krate: Option<Written<CratePath>>,
}

impl Refusal {
    pub(super) fn set(&mut self, option: &OptionSyntax, errors: &mut Errors) {
        let key = option.key();
        match key.to_string().as_str() {
            "hide" => set_once(&mut self.hide, key, option.flag(errors), errors),
            "message" => set_once(&mut self.message, key, option.text(errors), errors),
            _ => set_once(&mut self.krate, key, option.path(errors), errors),
        }
    }

    pub(crate) fn hides(&self) -> bool {
        self.hide.as_ref().is_some_and(|hide| hide.value)
    }
}

/// A `key = value` whose key is known.
pub(crate) struct OptionSyntax {
    setting: Setting,
    example: &'static str,
}

impl OptionSyntax {
    /// Looks the key up; an unknown one is reported with what was probably meant.
    pub(crate) fn known(
        setting: Setting,
        (attribute, table): (&str, Table),
        errors: &mut Errors,
    ) -> Option<Self> {
        if let Some(example) = example_of(&setting.key, table) {
            return Some(Self { setting, example });
        }
        report_stray(&setting, (attribute, table), errors);
        None
    }

    pub(crate) fn key(&self) -> &Ident {
        &self.setting.key
    }

    pub(super) fn example(&self) -> &'static str {
        self.example
    }

    /// What follows the `=`.
    pub(super) fn value(&self) -> &[TokenTree] {
        &self.setting.value
    }

    /// The whole `key = value`.
    pub(super) fn tokens(&self) -> TokenStream {
        self.setting.to_token_stream()
    }

    pub(super) fn written<T>(&self, value: T) -> Written<T> {
        Written {
            value,
            tokens: self.tokens(),
        }
    }

    /// The value as text.
    pub(crate) fn text(&self, errors: &mut Errors) -> Option<Written<LitStr>> {
        let text = self.literal::<LitStr>("text in quotes", errors)?;
        nothing_behind_the_quote(&text.value, errors);
        Some(text)
    }

    /// The value as `true` or `false`.
    pub(crate) fn flag(&self, errors: &mut Errors) -> Option<Written<bool>> {
        let literal = self.literal::<LitBool>("`true` or `false`", errors)?;
        Some(self.written(literal.value.value))
    }

    /// The value as a path.
    pub(crate) fn path(&self, errors: &mut Errors) -> Option<Written<CratePath>> {
        let value: TokenStream = self.setting.value.iter().cloned().collect();
        match syn::parse2::<syn::Path>(value) {
            Ok(path) => Some(self.written(path.into_token_stream())),
            Err(_) => self.wrong("a path", errors),
        }
    }

    fn literal<T: syn::parse::Parse>(
        &self,
        takes: &str,
        errors: &mut Errors,
    ) -> Option<Written<T>> {
        let [value, rest @ ..] = &self.setting.value[..] else {
            return self.wrong(takes, errors);
        };
        let Ok(parsed) = syn::parse2(value.to_token_stream()) else {
            return self.wrong(takes, errors);
        };
        nothing_after(rest, errors);
        Some(self.written(parsed))
    }

    fn wrong<T>(&self, takes: &str, errors: &mut Errors) -> Option<T> {
        let Self { setting, example } = self;
        let key = &setting.key;
        if matches!(&setting.value[..], [TokenTree::Punct(second), ..] if second.as_char() == '=') {
            errors.at(
                Code::WrongValue,
                setting,
                format!("`==` compares, and `{key}` is given by `=`\nhelp: `{example}`"),
            );
            return None;
        }
        errors.at(
            Code::WrongValue,
            setting,
            format!("`{key}` takes {takes}\nhelp: `{example}`"),
        );
        None
    }
}

/// Rust allows letters right behind a closing quote; here they would mean nothing.
pub(super) fn nothing_behind_the_quote(text: &LitStr, errors: &mut Errors) {
    let suffix = text.suffix();
    if !suffix.is_empty() {
        errors.at(
            Code::LettersBehindQuote,
            text,
            format!(
                "`{suffix}` stands behind the closing quote\nhelp: `{:?}`",
                text.value()
            ),
        );
    }
}

/// Fills a slot once; a second time is reported at both places.
pub(crate) fn set_once<T>(
    slot: &mut Option<Written<T>>,
    key: &Ident,
    value: Option<Written<T>>,
    errors: &mut Errors,
) {
    match (&slot, value) {
        (Some(first), Some(second)) => errors.clash(
            Code::OptionTwice,
            (
                second.tokens,
                format!("`{key}` is given twice\nhelp: keep one"),
            ),
            (first.tokens.clone(), format!("`{key}` is first given here")),
        ),
        (None, value) => *slot = value,
        (_, None) => {}
    }
}

/// Reports an argument that is no option where only options can stand.
pub(crate) fn not_an_option(
    tokens: &[TokenTree],
    (attribute, table): (&str, Table),
    errors: &mut Errors,
) {
    let stream: TokenStream = tokens.iter().cloned().collect();
    let help = match (tokens, table) {
        ([TokenTree::Ident(key), ..], _) if example_of(key, table).is_some() => {
            return needs_value(key, &stream, table, errors);
        }
        // Text alone is meant for the option that people know best.
        ([TokenTree::Literal(text)], [(key, _), ..]) if text.to_string().starts_with('"') => {
            format!("`#[{attribute}({key} = {text})]`")
        }
        _ => match snake_case(tokens, table) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("`#[{attribute}]` takes {}", list_of_options(table)),
        },
    };
    errors.at(
        Code::NotAnOption,
        &stream,
        format!("{} is not an option\nhelp: {help}", quoted(&stream)),
    );
}

/// The example of `max_age` for `max-age = …`.
fn snake_case(tokens: &[TokenTree], table: Table) -> Option<&'static str> {
    match tokens {
        [
            TokenTree::Ident(start),
            TokenTree::Punct(dash),
            TokenTree::Ident(end),
            ..,
        ] if dash.as_char() == '-' => {
            example_of(&Ident::new(&format!("{start}_{end}"), start.span()), table)
        }
        _ => None,
    }
}

/// Reports a known key that is not followed by `=`.
pub(crate) fn needs_value(key: &Ident, written: &TokenStream, table: Table, errors: &mut Errors) {
    let example = example_of(key, table).unwrap_or_default();
    errors.at(
        Code::NeedsValue,
        written,
        format!("`{key}` needs `=` and a value\nhelp: `{example}`"),
    );
}
