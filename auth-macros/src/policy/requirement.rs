//! What a known caller must have: its form, its combination, and how a refusal is shown.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::ToTokens;

use super::Required;
use super::authentication::text;
use super::condition::{self, Condition};
use super::name::{self, Name, combinator_of, identified};
use super::owner::{self, Owner};
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
    /// What a segment of the path names.
    Owner(Owner),
    /// What code of the application says.
    Condition(Condition),
}

/// A rule that no caller passes by accident: every list holds at least one rule.
pub(crate) enum Rule {
    Name(Name),
    Any(Vec<Rule>),
    All(Vec<Rule>),
}

pub(super) fn lower(attributes: &[Required], errors: &mut Errors) -> Vec<Requirement> {
    let mut requirements = Vec::new();
    for required in attributes {
        let privilege = match required {
            Required::Names(args) => Some(Privilege::Names(args.kind, names(args, errors))),
            Required::Owner(args) => Some(Privilege::Owner(owner::lower(args, errors))),
            Required::Condition(args) => condition::lower(args, errors).map(Privilege::Condition),
        };
        let message = required.message();
        let message = message.map(|message| text("message", message, errors));
        // A condition that could not be read is reported already.
        requirements.extend(privilege.map(|privilege| Requirement {
            privilege,
            hide: required.hides(),
            message,
            is_default: required.is_default(),
        }));
    }
    check_repeated(attributes, errors);
    requirements
}

/// Several names in one attribute: of roles any, of scopes and permissions all.
fn names(args: &NamesArgs, errors: &mut Errors) -> Rule {
    let rules = list(&args.rules, args.kind, errors);
    combined(combinator_of(args.kind), rules)
}

pub(super) fn rule(written: &syntax::Rule, kind: Kind, errors: &mut Errors) -> Rule {
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

/// Two stacked attributes that ask for the same single name, owner or condition.
fn check_repeated(attributes: &[Required], errors: &mut Errors) {
    let mut seen = HashMap::new();
    for required in attributes.iter().filter(|it| !it.is_default()) {
        let kind = required.kind();
        let Some((what, place)) = asked(required) else {
            continue;
        };
        if let Some(first) = seen.insert((kind.name(), what), place.clone()) {
            let subject = match required {
                Required::Owner(_) => format!("the {}", kind.noun()),
                _ => format!("the {} {}", kind.noun(), quoted(&place)),
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

/// The one thing that an attribute asks for, and where it is written.
fn asked(required: &Required) -> Option<((bool, String), TokenStream)> {
    match required {
        Required::Names(args) => match &args.rules[..] {
            [syntax::Rule::Name(name)] => Some((identified(name), name.to_token_stream())),
            _ => None,
        },
        Required::Owner(args) => {
            // Two segments that have to be the same claim are two questions.
            let text = |it: &Option<syntax::Written<syn::LitStr>>| {
                it.as_ref().map_or_else(String::new, |it| it.value.value())
            };
            let asked = [&args.path, &args.scope_path, &args.claim].map(text);
            Some(((false, asked.join("\n")), args.place.clone()))
        }
        Required::Condition(args) => {
            let condition = args.condition.as_ref()?;
            Some((
                condition::identified(condition),
                condition.to_token_stream(),
            ))
        }
    }
}
