//! `"admin"`, `any("a", "b")`, `all("a", any("b", "c"))`: who may pass, as it was written.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::LitStr;

use super::arguments::{Segment, nothing_after, split};
use super::option::{REQUIRE_ROLE, example_of};
use crate::errors::{Errors, quoted};
use crate::suggest::closest;

/// One rule.
pub(crate) enum Rule {
    Role(LitStr),
    Combined {
        combinator: Combinator,
        rules: Vec<Rule>,
        tokens: TokenStream,
    },
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Combinator {
    Any,
    All,
}

const COMBINATORS: [(&str, Combinator); 2] = [("any", Combinator::Any), ("all", Combinator::All)];

impl Rule {
    /// Reads one argument; what cannot be read is reported whole.
    pub(crate) fn read(tokens: &[TokenTree], errors: &mut Errors) -> Option<Self> {
        match tokens {
            [TokenTree::Literal(role), rest @ ..] => {
                let Ok(role) = syn::parse2::<LitStr>(role.to_token_stream()) else {
                    return no_rule(tokens, "a role is text in quotes: `\"admin\"`", errors);
                };
                nothing_after(rest, errors);
                Some(Self::Role(role))
            }
            [TokenTree::Ident(name), TokenTree::Group(group), rest @ ..]
                if group.delimiter() == Delimiter::Parenthesis =>
            {
                nothing_after(rest, errors);
                Self::combined(name, group, errors)
            }
            // A macro's `$role:literal` arrives inside an invisible group.
            [TokenTree::Group(group), rest @ ..] if group.delimiter() == Delimiter::None => {
                nothing_after(rest, errors);
                Self::read(&group.stream().into_iter().collect::<Vec<_>>(), errors)
            }
            [TokenTree::Ident(word), ..] => {
                let help = match example_of(word, REQUIRE_ROLE) {
                    Some(example) => format!("`{word}` needs a value: `{example}`"),
                    None => format!("put the role in quotes: `\"{word}\"`"),
                };
                no_rule(tokens, &help, errors)
            }
            [TokenTree::Group(group), ..] if group.delimiter() == Delimiter::Bracket => {
                let help = format!("write the roles side by side: `{}`", group.stream());
                no_rule(tokens, &help, errors)
            }
            _ => no_rule(tokens, "write `\"admin\"`, `any(…)` or `all(…)`", errors),
        }
    }

    fn combined(name: &Ident, group: &Group, errors: &mut Errors) -> Option<Self> {
        let tokens: TokenStream = [TokenTree::from(name.clone()), group.clone().into()]
            .into_iter()
            .collect();
        let written = name.to_string();
        let Some((_, combinator)) = COMBINATORS.iter().find(|(known, _)| *known == written) else {
            let help = match closest(&written, COMBINATORS.map(|(known, _)| known)) {
                Some(meant) => format!("did you mean `{meant}(…)`?"),
                None => "rules are combined with `any(…)` and `all(…)`".into(),
            };
            errors.at(
                tokens,
                format!("unknown combinator `{written}(…)`\nhelp: {help}"),
            );
            return None;
        };
        let rules = split(group.stream(), errors)
            .into_iter()
            .filter_map(|segment| Self::nested(segment, &written, errors))
            .collect();
        Some(Self::Combined {
            combinator: *combinator,
            rules,
            tokens,
        })
    }

    fn nested(segment: Segment, combinator: &str, errors: &mut Errors) -> Option<Self> {
        match segment {
            Segment::Value(tokens) => Self::read(&tokens, errors),
            Segment::Option { key, value } => {
                let value: TokenStream = value.into_iter().collect();
                errors.at(
                    quote::quote!(#key = #value),
                    format!(
                        "`{key}` stands inside `{combinator}(…)`\nhelp: options follow the rules: \
                         `#[require_role({combinator}(…), {key} = {value})]`"
                    ),
                );
                None
            }
        }
    }
}

impl ToTokens for Rule {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Role(role) => role.to_tokens(tokens),
            Self::Combined {
                tokens: written, ..
            } => written.to_tokens(tokens),
        }
    }
}

fn no_rule<T>(tokens: &[TokenTree], help: &str, errors: &mut Errors) -> Option<T> {
    let stream: TokenStream = tokens.iter().cloned().collect();
    errors.at(
        &stream,
        format!("{} is not a role\nhelp: {help}", quoted(&stream)),
    );
    None
}
