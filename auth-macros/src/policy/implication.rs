//! Rules that add nothing, because another one implies them.
//!
//! Judged by what is written. Which *roles* imply each other only the compiler can look up; generated
//! code asks it.

use super::Required;
use super::name::{combinator_of, identified};
use crate::code::Code;
use crate::errors::{Errors, quoted};
use crate::syntax::{Combinator, Kind, NamesArgs, OwnerArgs, Rule, Written};

pub(super) fn check(attributes: &[Required], errors: &mut Errors) {
    let names: Vec<_> = attributes
        .iter()
        .filter_map(|required| match required {
            Required::Names(args) => Some(args),
            Required::Owner(_) | Required::Condition(_) => None,
        })
        .collect();
    for args in &names {
        check_list(combinator_of(args.kind), &args.rules, errors);
    }
    check_stack(&names, errors);
    let owners = attributes.iter().filter_map(|required| match required {
        Required::Owner(args) => Some(args),
        Required::Names(_) | Required::Condition(_) => None,
    });
    for args in owners {
        check_unless(args, &names, errors);
    }
}

/// Who has the role need not be the owner; where another attribute asks everybody for it, nobody has to.
fn check_unless(args: &OwnerArgs, names: &[&NamesArgs], errors: &mut Errors) {
    let Some(Written { value: role, .. }) = &args.unless_role else {
        return;
    };
    check_list(Combinator::Any, std::slice::from_ref(role), errors);
    let asks_for_it = |names: &&&NamesArgs| {
        let mut rules = names.rules.iter();
        names.kind == Kind::RequireRole
            && !names.rules.is_empty()
            && rules.all(|rule| implies(rule, role))
    };
    if let Some(asking) = names.iter().find(asks_for_it) {
        let name = args.kind.name();
        errors.clash(
            Code::ImpliedInAll,
            (
                &args.place,
                format!(
                    "this `#[{name}]` asks for nothing more: whoever has the role of the other \
                     attribute passes it by `unless_role`\nhelp: remove one of the two"
                ),
            ),
            (&asking.place, "the role is required here"),
        );
    }
}

fn check_list(combinator: Combinator, rules: &[Rule], errors: &mut Errors) {
    for (position, rule) in rules.iter().enumerate() {
        let others = rules.iter().enumerate();
        let mut others = others.filter(|(other, _)| *other != position);
        let reason =
            others.find(|(other, it)| adds_nothing(combinator, rule, it, *other < position));
        if let Some((_, reason)) = reason {
            report(combinator, rule, reason, errors);
        }
        if let Rule::Combined {
            combinator, rules, ..
        } = rule
        {
            check_list(*combinator, rules, errors);
        }
    }
}

/// Of two rules that say the same, the later adds nothing. Names alone are reported as repeated.
fn adds_nothing(combinator: Combinator, rule: &Rule, other: &Rule, is_later: bool) -> bool {
    if let (Rule::Name(_), Rule::Name(_)) = (rule, other) {
        return false;
    }
    let (stronger, weaker) = match combinator {
        Combinator::Any => (rule, other),
        Combinator::All => (other, rule),
    };
    implies(stronger, weaker) && (is_later || !implies(weaker, stronger))
}

fn report(combinator: Combinator, rule: &Rule, reason: &Rule, errors: &mut Errors) {
    let (code, message) = match combinator {
        Combinator::Any => (
            Code::ImpliedInAny,
            format!(
                "{} adds nobody: {} lets them pass already\nhelp: remove it",
                quoted(rule),
                quoted(reason)
            ),
        ),
        Combinator::All => (
            Code::ImpliedInAll,
            format!(
                "{} asks for nothing more: {} implies it\nhelp: remove it",
                quoted(rule),
                quoted(reason)
            ),
        ),
    };
    errors.at(code, rule, message);
}

/// Stacked attributes of one kind must all hold. One that another implies is of use only where its
/// refusal looks different, or where a handler asks for more than its module, or for the same again.
fn check_stack(attributes: &[&NamesArgs], errors: &mut Errors) {
    for (position, args) in attributes.iter().enumerate() {
        let is_single = |args: &NamesArgs| matches!(&args.rules[..], [Rule::Name(_)]);
        let redundant = attributes.iter().enumerate().any(|(other, it)| {
            other != position
                && !args.is_default
                && it.kind == args.kind
                && looks(it) == looks(args)
                && (it.is_default || !(is_single(it) && is_single(args)))
                && !it.rules.is_empty()
                && whole_implies(it, args)
                && (!whole_implies(args, it) || other < position && !it.is_default)
        });
        if redundant {
            errors.at(
                Code::ImpliedInAll,
                &args.place,
                format!(
                    "this `#[{}]` asks for nothing more: another one implies it\nhelp: remove it",
                    args.kind.name()
                ),
            );
        }
    }
}

fn looks(args: &NamesArgs) -> (bool, Option<String>) {
    (
        args.refusal.hides(),
        args.refusal
            .message
            .as_ref()
            .map(|message| message.value.value()),
    )
}

fn whole_implies(a: &NamesArgs, b: &NamesArgs) -> bool {
    let combinator = combinator_of(a.kind);
    match combinator {
        Combinator::Any => a
            .rules
            .iter()
            .all(|a| b.rules.iter().any(|b| implies(a, b))),
        Combinator::All => b
            .rules
            .iter()
            .all(|b| a.rules.iter().any(|a| implies(a, b))),
    }
}

/// Whether everybody who passes `a` passes `b`. Never wrongly `true`.
fn implies(a: &Rule, b: &Rule) -> bool {
    use Combinator::{All, Any};
    match (a, b) {
        (Rule::Name(a), Rule::Name(b)) => identified(a) == identified(b),
        (
            Rule::Combined {
                combinator: Any,
                rules,
                ..
            },
            b,
        ) if !rules.is_empty() => rules.iter().all(|a| implies(a, b)),
        (
            a,
            Rule::Combined {
                combinator: All,
                rules,
                ..
            },
        ) if !rules.is_empty() => rules.iter().all(|b| implies(a, b)),
        (
            Rule::Combined {
                combinator: All,
                rules,
                ..
            },
            b,
        ) if rules.iter().any(|a| implies(a, b)) => true,
        (
            a,
            Rule::Combined {
                combinator: Any,
                rules,
                ..
            },
        ) => rules.iter().any(|b| implies(a, b)),
        _ => false,
    }
}
