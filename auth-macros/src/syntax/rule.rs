//! `"admin"`, `any("a", "b")`, `all("a", any("b", "c"))`: who may pass, as it was written.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::LitStr;

use super::arguments::{Segment, nothing_after, split};
use super::option::{REQUIRE_ROLE, example_of, needs_value, nothing_behind_the_quote};
use crate::errors::{Errors, quoted, source};
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
                nothing_behind_the_quote(&role, errors);
                nothing_after_role(rest, errors);
                Some(Self::Role(role))
            }
            [TokenTree::Ident(name), TokenTree::Group(group), rest @ ..]
                if group.delimiter() == Delimiter::Parenthesis
                    && example_of(name, REQUIRE_ROLE).is_none() =>
            {
                nothing_after(rest, errors);
                Self::combined(name, group, errors)
            }
            // A macro's `$role:literal` arrives inside an invisible group.
            [TokenTree::Group(group), rest @ ..] if group.delimiter() == Delimiter::None => {
                nothing_after(rest, errors);
                Self::read(&group.stream().into_iter().collect::<Vec<_>>(), errors)
            }
            _ => not_a_rule(tokens, errors),
        }
    }

    fn combined(name: &Ident, group: &Group, errors: &mut Errors) -> Option<Self> {
        let tokens: TokenStream = [TokenTree::from(name.clone()), group.clone().into()]
            .into_iter()
            .collect();
        let written = name.to_string();
        let Some(combinator) = Combinator::named(&written) else {
            let help = match closest(&written, COMBINATORS.map(|(known, _)| known)) {
                Some(meant) => format!("did you mean `{meant}(…)`?"),
                None => "roles are combined with `any(…)` and `all(…)`".into(),
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
            combinator,
            rules,
            tokens,
        })
    }

    fn nested(segment: Segment, combinator: &str, errors: &mut Errors) -> Option<Self> {
        match segment {
            Segment::Value(tokens) => Self::read(&tokens, errors),
            Segment::Setting(setting) => {
                let help = source(setting.to_token_stream());
                errors.at(
                    &setting,
                    format!(
                        "`{}` stands inside `{combinator}(…)`\nhelp: options follow the roles: \
                         `#[require_role({combinator}(…), {help})]`",
                        setting.key
                    ),
                );
                None
            }
        }
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
            Self::Role(role) => role.to_tokens(tokens),
            Self::Combined {
                tokens: written, ..
            } => written.to_tokens(tokens),
        }
    }
}

/// Says what to type instead of something that looks like no rule.
fn not_a_rule<T>(tokens: &[TokenTree], errors: &mut Errors) -> Option<T> {
    let help = match tokens {
        [TokenTree::Ident(key), ..] if example_of(key, REQUIRE_ROLE).is_some() => {
            let written = tokens.iter().cloned().collect();
            needs_value(key, &written, REQUIRE_ROLE, errors);
            return None;
        }
        [TokenTree::Ident(name), rest @ ..] if Combinator::named(&name.to_string()).is_some() => {
            let roles = match rest {
                [TokenTree::Group(group)] => source(group.stream()),
                _ => "\"editor\", \"author\"".into(),
            };
            format!("`{name}({roles})`")
        }
        [TokenTree::Ident(word)] => format!("put the role in quotes: `\"{word}\"`"),
        [TokenTree::Group(group)] => {
            format!("write the roles side by side: `{}`", source(group.stream()))
        }
        _ => "a role is text in quotes: `\"admin\"`".into(),
    };
    no_rule(tokens, &help, errors)
}

fn no_rule<T>(tokens: &[TokenTree], help: &str, errors: &mut Errors) -> Option<T> {
    let stream: TokenStream = tokens.iter().cloned().collect();
    errors.at(
        &stream,
        format!("{} is not a role\nhelp: {help}", quoted(&stream)),
    );
    None
}

/// Roles joined as Rust joins conditions get the list or the combinator that says the same.
fn nothing_after_role(rest: &[TokenTree], errors: &mut Errors) {
    let help = match rest {
        [TokenTree::Punct(or), ..] if or.as_char() == '|' => {
            "any role of a list passes: `\"editor\", \"admin\"`"
        }
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
        stream,
        format!(
            "{} is not how roles are combined\nhelp: {help}",
            quoted(&operator)
        ),
    );
}
