//! What a known caller must have: its form, its combination, and how a refusal is shown.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::ToTokens;

use super::authentication::text;
use super::name::{self, Name, combinator_of, identified};
use super::{Required, owner};
use crate::code::Code;
use crate::errors::{Errors, quoted};
use crate::syntax::{self, Combinator, Kind, NamesArgs};

/// One attribute that asks something of a known caller.
pub(crate) struct Requirement {
    pub(crate) privilege: Privilege,
    pub(crate) hide: bool,
    pub(crate) message: Option<String>,
    /// Whether it is what a module asks of all its handlers.
    pub(crate) is_default: bool,
}

pub(crate) enum Privilege {
    /// Names of this kind.
    Names(Kind, Rule),
    /// The segment of the path that names the owner.
    Owner(String),
}

/// A rule that no caller passes by accident: every list holds at least one rule.
pub(crate) enum Rule {
    Name(Name),
    Any(Vec<Rule>),
    All(Vec<Rule>),
}

pub(super) fn lower(attributes: &[Required], errors: &mut Errors) -> Vec<Requirement> {
    let requirements = attributes
        .iter()
        .map(|required| Requirement {
            privilege: match required {
                Required::Names(args) => Privilege::Names(args.kind, names(args, errors)),
                Required::Owner(args) => Privilege::Owner(owner::lower(args, errors)),
            },
            hide: required.hides(),
            is_default: required.is_default(),
            message: required
                .message()
                .map(|message| text("message", message, errors)),
        })
        .collect();
    check_repeated(attributes, errors);
    requirements
}

/// Several names in one attribute: of roles any, of scopes and permissions all.
fn names(args: &NamesArgs, errors: &mut Errors) -> Rule {
    let rules = list(&args.rules, args.kind, errors);
    combined(combinator_of(args.kind), rules)
}

fn rule(written: &syntax::Rule, kind: Kind, errors: &mut Errors) -> Rule {
    match written {
        syntax::Rule::Name(written) => Rule::Name(name::lower(written, kind, errors)),
        syntax::Rule::Combined {
            combinator,
            rules,
            tokens,
        } => {
            if rules.is_empty() {
                empty_combinator(*combinator, tokens, errors);
            }
            combined(*combinator, list(rules, kind, errors))
        }
    }
}

fn combined(combinator: Combinator, mut rules: Vec<Rule>) -> Rule {
    match combinator {
        _ if rules.len() == 1 => rules.swap_remove(0),
        Combinator::Any => Rule::Any(rules),
        Combinator::All => Rule::All(rules),
    }
}

/// The rules of one list, in which each name stands once.
fn list(rules: &[syntax::Rule], kind: Kind, errors: &mut Errors) -> Vec<Rule> {
    let mut seen = HashMap::new();
    for written in rules {
        let syntax::Rule::Name(name) = written else {
            continue;
        };
        if let Some(first) = seen.insert(identified(name), name) {
            errors.clash(
                Code::NameListedTwice,
                (
                    name,
                    format!(
                        "the {} {} is listed twice\nhelp: remove one",
                        kind.noun(),
                        quoted(name)
                    ),
                ),
                (first, "first listed here"),
            );
        }
    }
    rules
        .iter()
        .map(|written| rule(written, kind, errors))
        .collect()
}

fn empty_combinator(combinator: Combinator, tokens: &TokenStream, errors: &mut Errors) {
    let (code, message) = match combinator {
        Combinator::Any => (
            Code::EmptyAny,
            "`any()` of nothing lets nobody pass\nhelp: `any(\"editor\", \"admin\")`",
        ),
        Combinator::All => (
            Code::EmptyAll,
            "`all()` of nothing lets everybody pass\nhelp: `all(\"editor\", \"author\")`",
        ),
    };
    errors.at(code, tokens, message);
}

/// Two stacked attributes that ask for the same single name, or the same owner.
fn check_repeated(attributes: &[Required], errors: &mut Errors) {
    let mut seen = HashMap::new();
    for required in attributes.iter().filter(|it| !it.is_default()) {
        let kind = required.kind();
        let (what, place) = match required {
            Required::Names(args) => {
                let [syntax::Rule::Name(name)] = &args.rules[..] else {
                    continue;
                };
                (identified(name), name.to_token_stream())
            }
            Required::Owner(args) => ((false, "owner".to_owned()), args.place.clone()),
        };
        if let Some(first) = seen.insert((kind.name(), what), place.clone()) {
            let subject = match kind {
                Kind::RequireOwner => "the owner".to_owned(),
                kind => format!("the {} {}", kind.noun(), quoted(&place)),
            };
            errors.clash(
                Code::NameRequiredTwice,
                (
                    place,
                    format!("{subject} is required twice\nhelp: remove one"),
                ),
                (first, "first required here"),
            );
        }
    }
}
