//! `#[require_condition(…)]`: one condition, by the name that the application registers or by the path
//! of a function.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{ExprPath, LitStr};

use super::args::{is_default_mark, options_only};
use super::arguments::{Segment, is_colon, path_length};
use super::kind::Kind;
use super::not_a_condition;
use super::option::{Refusal, needs_value, nothing_behind_the_quote};
use super::table::{REQUIRE_NAMES, example_of};
use crate::errors::Errors;

/// `#[require_condition("office")]`, `#[require_condition(is_author)]`
pub(crate) struct ConditionArgs {
    pub(crate) place: TokenStream,
    /// Whether it is what a module asks of all its handlers.
    pub(crate) is_default: bool,
    pub(crate) condition: Option<Condition>,
    pub(crate) refusal: Refusal,
}

/// What decides.
pub(crate) enum Condition {
    /// One that the application registers under this name.
    Registered(LitStr),
    /// An async function.
    Function(ExprPath),
}

impl ConditionArgs {
    pub(super) fn read(place: TokenStream, segments: Vec<Segment>, errors: &mut Errors) -> Self {
        let mut args = Self {
            place,
            is_default: false,
            condition: None,
            refusal: Refusal::default(),
        };
        let mut values = Vec::new();
        let mut options = Vec::new();
        let mut is_unread = false;
        for segment in segments {
            match segment {
                Segment::Value(tokens) if is_default_mark(&tokens) => args.is_default = true,
                Segment::Value(tokens) => values.push(tokens),
                Segment::Setting(setting) if not_a_condition::is_named(&setting) => {
                    not_a_condition::as_option(&setting, errors);
                    is_unread = true;
                }
                option @ Segment::Setting(_) => options.push(option),
            }
        }
        args.condition = one(&values, errors);
        if values.is_empty() && !is_unread {
            not_a_condition::none(&args.place, errors);
        }
        for option in options_only(Kind::RequireCondition, options, errors) {
            args.refusal.set(&option, errors);
        }
        args
    }
}

impl ToTokens for Condition {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Registered(name) => name.to_tokens(tokens),
            Self::Function(path) => path.to_tokens(tokens),
        }
    }
}

/// The condition of a list in which one may stand.
fn one(values: &[Vec<TokenTree>], errors: &mut Errors) -> Option<Condition> {
    if not_a_condition::closure(values, errors) {
        return None;
    }
    let (first, others) = values.split_first()?;
    let condition = Condition::read(first, errors);
    for other in others {
        not_a_condition::second(other, errors);
    }
    condition
}

impl Condition {
    fn read(tokens: &[TokenTree], errors: &mut Errors) -> Option<Self> {
        let stream: TokenStream = tokens.iter().cloned().collect();
        match tokens {
            // A macro's `$condition:path` arrives inside an invisible group.
            [TokenTree::Group(group)] if group.delimiter() == Delimiter::None => {
                let inner: Vec<_> = group.stream().into_iter().collect();
                Self::read(&inner, errors)
            }
            // `crate::rules::is_author` begins with the name of an option as well.
            [TokenTree::Ident(key), rest @ ..]
                if example_of(key, REQUIRE_NAMES).is_some()
                    && !rest.first().is_some_and(is_colon) =>
            {
                needs_value(key, &stream, REQUIRE_NAMES, errors);
                None
            }
            [name @ TokenTree::Literal(_), rest @ ..] => {
                let Ok(name) = syn::parse2::<LitStr>(name.to_token_stream()) else {
                    return not_a_condition::other(tokens, errors);
                };
                nothing_behind_the_quote(&name, errors);
                not_a_condition::after(rest, errors);
                Some(Self::Registered(name))
            }
            _ => match syn::parse2::<ExprPath>(stream) {
                Ok(path) if path.attrs.is_empty() => Some(Self::Function(path)),
                _ => Self::not_a_path(tokens, errors),
            },
        }
    }

    fn not_a_path(tokens: &[TokenTree], errors: &mut Errors) -> Option<Self> {
        let (path, rest) = tokens.split_at(path_length(tokens));
        let stream: TokenStream = path.iter().cloned().collect();
        match (syn::parse2::<ExprPath>(stream.clone()), rest) {
            (Err(_), _) | (_, []) => not_a_condition::other(tokens, errors),
            (Ok(_), [TokenTree::Group(list)]) if list.delimiter() == Delimiter::Parenthesis => {
                not_a_condition::call(tokens, &stream, list, errors)
            }
            (Ok(path), rest) => {
                not_a_condition::after(rest, errors);
                Some(Self::Function(path))
            }
        }
    }
}
