//! Roles: their form, their combination, and how a refusal is shown.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use syn::LitStr;

use super::Declared;
use super::authentication::text;
use crate::errors::{Errors, quoted};
use crate::syntax::{self, Combinator, RoleArgs};

/// One `#[require_role(…)]`.
pub(crate) struct Requirement {
    pub(crate) rule: Rule,
    pub(crate) hide: bool,
    pub(crate) message: Option<String>,
}

/// A rule that no caller passes by accident: every list holds at least one rule.
pub(crate) enum Rule {
    Role(String),
    Any(Vec<Rule>),
    All(Vec<Rule>),
}

pub(super) fn lower(attributes: &[RoleArgs], errors: &mut Errors) -> Vec<Requirement> {
    let requirements = attributes
        .iter()
        .map(|args| requirement(args, errors))
        .collect();
    check_repeated(attributes, errors);
    requirements
}

fn requirement(args: &RoleArgs, errors: &mut Errors) -> Requirement {
    let rules = list(&args.rules, errors);
    let message = args
        .message
        .as_ref()
        .map(|message| text("message", message, errors));
    Requirement {
        rule: combined(Rule::Any, rules),
        hide: hides(args),
        message,
    }
}

fn hides(args: &RoleArgs) -> bool {
    args.hide.as_ref().is_some_and(|hide| hide.value)
}

fn rule(written: &syntax::Rule, errors: &mut Errors) -> Rule {
    match written {
        syntax::Rule::Role(role) => Rule::Role(role_name(role, errors)),
        syntax::Rule::Combined {
            combinator,
            rules,
            tokens,
        } => {
            if rules.is_empty() {
                empty_combinator(*combinator, tokens, errors);
            }
            let rules = list(rules, errors);
            match combinator {
                Combinator::Any => combined(Rule::Any, rules),
                Combinator::All => combined(Rule::All, rules),
            }
        }
    }
}

fn combined(combine: fn(Vec<Rule>) -> Rule, mut rules: Vec<Rule>) -> Rule {
    if rules.len() == 1 {
        rules.swap_remove(0)
    } else {
        combine(rules)
    }
}

/// The rules of one list, in which each role stands once.
fn list(rules: &[syntax::Rule], errors: &mut Errors) -> Vec<Rule> {
    let mut seen = HashMap::new();
    for written in rules {
        let syntax::Rule::Role(role) = written else {
            continue;
        };
        if let Some(first) = seen.insert(role.value(), role) {
            errors.clash(
                (
                    role,
                    format!(
                        "the role {} is listed twice\nhelp: remove one",
                        quoted(role)
                    ),
                ),
                (first, "first listed here"),
            );
        }
    }
    rules.iter().map(|written| rule(written, errors)).collect()
}

fn role_name(role: &LitStr, errors: &mut Errors) -> String {
    let name = role.value();
    let trimmed = name.trim();
    if trimmed.is_empty() {
        errors.at(role, "a role without a name\nhelp: name it, or remove it");
    } else if trimmed != name {
        errors.at(
            role,
            format!(
                "the role {} has spaces around its name\nhelp: `\"{trimmed}\"`",
                quoted(role)
            ),
        );
    } else if let Some(character) = name.chars().find(|c| c.is_control()) {
        errors.at(
            role,
            format!(
                "the role {} holds {character:?}\nhelp: remove it",
                quoted(role)
            ),
        );
    }
    name
}

fn empty_combinator(combinator: Combinator, tokens: &TokenStream, errors: &mut Errors) {
    let message = match combinator {
        Combinator::Any => {
            "`any()` of nothing lets nobody pass\nhelp: `any(\"editor\", \"admin\")`"
        }
        Combinator::All => {
            "`all()` of nothing lets everybody pass\nhelp: `all(\"editor\", \"author\")`"
        }
    };
    errors.at(tokens, message);
}

/// Two stacked attributes that ask for the same single role.
fn check_repeated(attributes: &[RoleArgs], errors: &mut Errors) {
    let mut seen = HashMap::new();
    for args in attributes {
        let [syntax::Rule::Role(role)] = &args.rules[..] else {
            continue;
        };
        if let Some(first) = seen.insert(role.value(), role) {
            errors.clash(
                (
                    role,
                    format!(
                        "the role {} is required twice\nhelp: remove one",
                        quoted(role)
                    ),
                ),
                (first, "first required here"),
            );
        }
    }
}

/// A hidden refusal looks like a miss; anything that belongs to this route alone would identify it.
pub(super) fn check_concealment(declared: &Declared, errors: &mut Errors) {
    let hidden: Vec<_> = declared.roles.iter().filter(|args| hides(args)).collect();
    for message in hidden.iter().filter_map(|args| args.message.as_ref()) {
        errors.at(
            &message.tokens,
            "`message` beside `hide = true`: a hidden refusal says nothing\nhelp: remove \
             `message`, or `hide`",
        );
    }
    let realms = declared.auth.iter().filter_map(|auth| auth.realm.as_ref());
    for realm in realms.filter(|_| !hidden.is_empty()) {
        errors.at(
            &realm.tokens,
            "`realm` on a handler whose refusal is hidden: its challenge would tell the route \
             from a miss\nhelp: remove `realm`, or `hide`",
        );
    }
}
