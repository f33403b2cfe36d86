//! `"admin"`, `Role::Admin`, `any("a", "b")`, `all("a", any("b", "c"))`: who may pass, as it was
//! written.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::LitStr;

use super::arguments::{Segment, nothing_after, path_length, split};
use super::kind::Kind;
use super::option::{needs_value, nothing_behind_the_quote};
use super::table::{REQUIRE_NAMES, example_of};
use crate::code::Code;
use crate::errors::{Errors, quoted, source};
use crate::suggest::closest;

/// One rule.
pub(crate) enum Rule {
    Name(Name),
    Combined {
        combinator: Combinator,
        rules: Vec<Rule>,
        tokens: TokenStream,
    },
}

/// One name in it.
#[derive(Clone)]
pub(crate) enum Name {
    Text(LitStr),
    /// A constant, or a variant of an enum.
    Path(syn::Path),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Combinator {
    Any,
    All,
}

const COMBINATORS: [(&str, Combinator); 2] = [("any", Combinator::Any), ("all", Combinator::All)];

impl Rule {
    /// Reads one argument; what cannot be read is reported whole.
    pub(crate) fn read(tokens: &[TokenTree], kind: Kind, errors: &mut Errors) -> Option<Self> {
        match tokens {
            [TokenTree::Literal(name), rest @ ..] => {
                let Ok(name) = syn::parse2::<LitStr>(name.to_token_stream()) else {
                    return no_name(tokens, &text_in_quotes(kind), kind, errors);
                };
                nothing_behind_the_quote(&name, errors);
                nothing_after_name(rest, kind, errors);
                Some(Self::Name(Name::Text(name)))
            }
            [TokenTree::Ident(name), TokenTree::Group(group), rest @ ..]
                if group.delimiter() == Delimiter::Parenthesis
                    && example_of(name, REQUIRE_NAMES).is_none() =>
            {
                nothing_after(rest, errors);
                Self::combined(name, group, kind, errors)
            }
            // A macro's `$role:literal` or `$role:path` arrives inside an invisible group.
            [TokenTree::Group(group), rest @ ..] if group.delimiter() == Delimiter::None => {
                nothing_after(rest, errors);
                let inner: Vec<_> = group.stream().into_iter().collect();
                Self::read(&inner, kind, errors)
            }
            _ => match path(tokens) {
                Some((path, rest)) => {
                    nothing_after_name(rest, kind, errors);
                    Some(Self::Name(Name::Path(path)))
                }
                None => not_a_rule(tokens, kind, errors),
            },
        }
    }

    fn combined(name: &Ident, group: &Group, kind: Kind, errors: &mut Errors) -> Option<Self> {
        let tokens: TokenStream = [TokenTree::from(name.clone()), group.clone().into()]
            .into_iter()
            .collect();
        let written = name.to_string();
        let Some(combinator) = Combinator::named(&written) else {
            unknown_combinator(name, group, kind, errors);
            return None;
        };
        let rules = split(group.stream(), errors)
            .into_iter()
            .filter_map(|segment| Self::nested(segment, &written, kind, errors))
            .collect();
        Some(Self::Combined {
            combinator,
            rules,
            tokens,
        })
    }

    fn nested(segment: Segment, combinator: &str, kind: Kind, errors: &mut Errors) -> Option<Self> {
        match segment {
            Segment::Value(tokens) => Self::read(&tokens, kind, errors),
            Segment::Setting(setting) => {
                let help = source(setting.to_token_stream());
                errors.at(
                    Code::OptionInsideCombinator,
                    &setting,
                    format!(
                        "`{}` stands inside `{combinator}(…)`\nhelp: options follow the {}s: \
                         `{combinator}(…), {help}`",
                        setting.key,
                        kind.noun(),
                    ),
                );
                None
            }
        }
    }
}

/// A path that could lead to a constant or a variant, and what follows it. One lower-case word is no
/// such path: it lacks its quotes.
fn path(tokens: &[TokenTree]) -> Option<(syn::Path, &[TokenTree])> {
    let (path, rest) = tokens.split_at(path_length(tokens));
    let is_one_word = matches!(path, [TokenTree::Ident(_)]);
    let is_lower_case = |name: &Ident| name.to_string().starts_with(char::is_lowercase);
    let stream: TokenStream = path.iter().cloned().collect();
    let path = syn::Path::parse_mod_style_tokens(stream)?;
    let last = &path.segments.last()?.ident;
    (!is_one_word || !is_lower_case(last)).then_some((path, rest))
}

/// `syn::Path::parse_mod_style` on tokens.
trait ParseModStyle: Sized {
    fn parse_mod_style_tokens(tokens: TokenStream) -> Option<Self>;
}

impl ParseModStyle for syn::Path {
    fn parse_mod_style_tokens(tokens: TokenStream) -> Option<Self> {
        syn::parse::Parser::parse2(Self::parse_mod_style, tokens).ok()
    }
}

impl Combinator {
    fn named(name: &str) -> Option<Self> {
        COMBINATORS
            .into_iter()
            .find(|(known, _)| *known == name)
            .map(|(_, combinator)| combinator)
    }
}

impl ToTokens for Rule {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Name(name) => name.to_tokens(tokens),
            Self::Combined {
                tokens: written, ..
            } => written.to_tokens(tokens),
        }
    }
}

impl ToTokens for Name {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Text(text) => text.to_tokens(tokens),
            Self::Path(path) => path.to_tokens(tokens),
        }
    }
}

fn unknown_combinator(name: &Ident, group: &Group, kind: Kind, errors: &mut Errors) {
    let written = name.to_string();
    let call = quote::quote!(#name #group);
    if let Some(help) = super::foreign::call(&written, group.stream()) {
        errors.at(
            Code::ForeignExpression,
            &call,
            format!(
                "{} is how other frameworks write it\nhelp: {help}",
                quoted(&call)
            ),
        );
        return;
    }
    let help = match closest(&written, COMBINATORS.map(|(known, _)| known)) {
        Some(meant) => format!("did you mean `{meant}(…)`?"),
        None => format!("{}s are combined with `any(…)` and `all(…)`", kind.noun()),
    };
    errors.at(
        Code::UnknownCombinator,
        call,
        format!("unknown combinator `{written}(…)`\nhelp: {help}"),
    );
}

/// Says what to type instead of something that looks like no rule.
fn not_a_rule<T>(tokens: &[TokenTree], kind: Kind, errors: &mut Errors) -> Option<T> {
    let help = match tokens {
        [TokenTree::Ident(key), ..] if example_of(key, REQUIRE_NAMES).is_some() => {
            let written = tokens.iter().cloned().collect();
            needs_value(key, &written, REQUIRE_NAMES, errors);
            return None;
        }
        [TokenTree::Ident(name), rest @ ..] if Combinator::named(&name.to_string()).is_some() => {
            let names = match rest {
                [TokenTree::Group(group)] => source(group.stream()),
                _ => "\"editor\", \"author\"".into(),
            };
            format!("`{name}({names})`")
        }
        [TokenTree::Ident(word)] => format!("put the {} in quotes: `\"{word}\"`", kind.noun()),
        [TokenTree::Group(group)] => format!(
            "write the {}s side by side: `{}`",
            kind.noun(),
            source(group.stream())
        ),
        [TokenTree::Punct(not), ..] if not.as_char() == '!' => format!(
            "nobody is refused for a {0} that they have: name the {0}s that pass",
            kind.noun()
        ),
        _ => text_in_quotes(kind),
    };
    no_name(tokens, &help, kind, errors)
}

fn text_in_quotes(kind: Kind) -> String {
    format!(
        "a {} is text in quotes, or a constant: `{}`",
        kind.noun(),
        kind.example_name()
    )
}

fn no_name<T>(tokens: &[TokenTree], help: &str, kind: Kind, errors: &mut Errors) -> Option<T> {
    let stream: TokenStream = tokens.iter().cloned().collect();
    errors.at(
        Code::NotAName,
        &stream,
        format!("{} is not a {}\nhelp: {help}", quoted(&stream), kind.noun()),
    );
    None
}

/// Names joined as Rust joins conditions get the list or the combinator that says the same.
fn nothing_after_name(rest: &[TokenTree], kind: Kind, errors: &mut Errors) {
    let help = match rest {
        [TokenTree::Punct(or), ..] if or.as_char() == '|' => "`any(\"editor\", \"admin\")`",
        [TokenTree::Punct(and), ..] if and.as_char() == '&' => "`all(\"editor\", \"author\")`",
        _ => return nothing_after(rest, errors),
    };
    let operator: TokenStream = rest
        .iter()
        .take_while(|token| matches!(token, TokenTree::Punct(_)))
        .cloned()
        .collect();
    let stream: TokenStream = rest.iter().cloned().collect();
    errors.at(
        Code::JoinedByOperator,
        stream,
        format!(
            "{} is not how {}s are combined\nhelp: {help}",
            quoted(&operator),
            kind.noun()
        ),
    );
}
