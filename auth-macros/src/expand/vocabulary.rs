//! Names that are paths: looked up by the compiler, and compared where they stand side by side.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote_spanned};

use super::place::placed_at;
use crate::policy::{Name, Owner, Policy, Privilege, Requirement, Rule};
use crate::syntax::Kind;

/// The value that a path leads to, as a name of this kind. Call and reference lie where the path
/// begins, so that rustc reports a value that is no name there, and once.
pub(super) fn looked_up(path: &syn::Path, kind: Kind, door: &TokenStream) -> TokenStream {
    let of_kind = format_ident!("{}", kind.noun(), span = Span::mixed_site());
    let start = path.segments.first().map(|first| &first.ident);
    let reference = placed_at(&start, quote_spanned!(Span::mixed_site()=> &));
    let call = quote_spanned!(Span::mixed_site()=> #door::#of_kind(#reference #path));
    placed_at(&start, call)
}

/// Code that does not compile when a name of a list implies another one of it.
pub(super) fn kept_apart(policy: &Policy, door: &TokenStream) -> TokenStream {
    let mut checks = TokenStream::new();
    for requirement in &policy.requirements {
        let (kind, rule) = match &requirement.privilege {
            Privilege::Names(kind, rule) => (*kind, rule),
            Privilege::Owner(Owner {
                unless_role: Some(rule),
                ..
            }) => (Kind::RequireRole, rule),
            Privilege::Owner(_) | Privilege::Condition(_) => continue,
        };
        check_names(rule, kind, door, &mut checks);
        check_lists(rule, kind, door, &mut checks);
    }
    check_stack(&policy.requirements, door, &mut checks);
    check_unless(&policy.requirements, door, &mut checks);
    checks
}

/// Text behind a path is checked where it is looked up, in a constant of its own.
fn check_names(rule: &Rule, kind: Kind, door: &TokenStream, checks: &mut TokenStream) {
    match rule {
        Rule::Name(Name::Path(path)) => {
            let value = looked_up(path, kind, door);
            let call = placed_at(path, quote_spanned!(Span::mixed_site()=> .check()));
            checks.extend(quote_spanned!(Span::mixed_site()=> const _: () = #value #call;));
        }
        Rule::Name(Name::Text(_)) => {}
        Rule::Any(rules) | Rule::All(rules) => {
            for rule in rules {
                check_names(rule, kind, door, checks);
            }
        }
    }
}

fn check_lists(rule: &Rule, kind: Kind, door: &TokenStream, checks: &mut TokenStream) {
    let (check, rules) = match rule {
        Rule::Name(_) => return,
        Rule::Any(rules) => ("adds_somebody", rules),
        Rule::All(rules) => ("asks_for_more", rules),
    };
    let all = paths(rules).into_iter().map(|path| (path, true)).collect();
    check_list(check, all, kind, door, checks);
    for rule in rules {
        check_lists(rule, kind, door, checks);
    }
}

/// Stacked attributes must all hold, and a module's default may be tightened. One that another implies is of use only where its refusal looks
/// different.
fn check_stack(requirements: &[Requirement], door: &TokenStream, checks: &mut TokenStream) {
    for kind in [
        Kind::RequireRole,
        Kind::RequireScope,
        Kind::RequirePermission,
    ] {
        let alone: Vec<_> = requirements
            .iter()
            .filter_map(|requirement| match &requirement.privilege {
                Privilege::Names(of, Rule::Name(Name::Path(path))) if *of == kind => {
                    Some((path, requirement))
                }
                _ => None,
            })
            .collect();
        let looks = |it: &Requirement| (it.hide, it.message.clone());
        if alone
            .windows(2)
            .all(|two| looks(two[0].1) == looks(two[1].1))
        {
            let judged = |(path, it): (_, &Requirement)| (path, !it.is_default);
            let paths = alone.into_iter().map(judged).collect();
            check_list("asks_for_more", paths, kind, door, checks);
        }
    }
}

/// Whoever has the role of `unless_role` need not be the owner; nobody has to, where a role that implies
/// it is required of everybody.
fn check_unless(requirements: &[Requirement], door: &TokenStream, checks: &mut TokenStream) {
    let required = requirements
        .iter()
        .filter_map(|requirement| match &requirement.privilege {
            Privilege::Names(Kind::RequireRole, Rule::Name(Name::Path(path))) => Some(path),
            _ => None,
        });
    let required: Vec<_> = required.map(|path| (path, false)).collect();
    for requirement in requirements {
        if let Privilege::Owner(Owner {
            unless_role: Some(Rule::Name(Name::Path(path))),
            ..
        }) = &requirement.privilege
        {
            let paths = required.iter().copied().chain([(path, true)]).collect();
            check_list("asks_for_more", paths, Kind::RequireRole, door, checks);
        }
    }
}

/// Each path, and whether it is judged or only compared with.
fn check_list(
    check: &str,
    paths: Vec<(&syn::Path, bool)>,
    kind: Kind,
    door: &TokenStream,
    checks: &mut TokenStream,
) {
    if paths.len() < 2 {
        return;
    }
    let check = format_ident!("{check}", span = Span::mixed_site());
    let terms: Vec<_> = paths
        .iter()
        .map(|(path, _)| term(path, kind, door))
        .collect();
    let judged = paths
        .into_iter()
        .enumerate()
        .filter(|(_, (_, judged))| *judged);
    for (position, (path, _)) in judged {
        let call = quote_spanned!(Span::mixed_site()=> #door::#check(&[#(#terms),*], #position));
        let call = placed_at(path, call);
        checks.extend(quote_spanned!(Span::mixed_site()=> const _: () = #call;));
    }
}

fn term(path: &syn::Path, kind: Kind, door: &TokenStream) -> TokenStream {
    let value = looked_up(path, kind, door);
    let variant = path
        .segments
        .last()
        .map(|last| last.ident.to_string())
        .unwrap_or_default();
    quote_spanned!(Span::mixed_site()=> #value.term(#variant))
}

fn paths(rules: &[Rule]) -> Vec<&syn::Path> {
    let path = |rule| match rule {
        &Rule::Name(Name::Path(ref path)) => Some(path),
        _ => None,
    };
    rules.iter().filter_map(path).collect()
}
