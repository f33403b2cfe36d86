//! Which name implies which: what was written → terms in which every name knows who has it.

use std::collections::HashMap;

use proc_macro2::Ident;
use quote::ToTokens;
use syn::LitStr;
use syn::ext::IdentExt;

use super::syntax::{Declaration, Variant};
use crate::code::Code;
use crate::errors::{Errors, quoted};
use crate::policy::check_name;
use crate::suggest::closest;
use crate::syntax::Kind;

/// The names of an enum, in its order. No name implies itself.
pub(super) struct Hierarchy {
    pub(super) terms: Vec<Term>,
}

/// One name.
pub(super) struct Term {
    pub(super) variant: Ident,
    pub(super) name: String,
    /// The name itself, then those that imply it, in the order of the enum.
    pub(super) granted_by: Vec<String>,
}

/// A variant that implies another, and the word that says so.
#[derive(Clone, Copy)]
struct Edge<'a> {
    to: usize,
    place: &'a Ident,
}

impl Hierarchy {
    pub(super) fn lower(kind: Kind, declaration: &Declaration) -> syn::Result<Self> {
        let mut errors = Errors::default();
        let names = names(kind, declaration, &mut errors);
        let edges = edges(&declaration.variants, &mut errors);
        for circle in circles(&edges) {
            report_circle(&declaration.variants, &circle, &mut errors);
        }
        let implied: Vec<Vec<_>> = edges
            .iter()
            .map(|edges| edges.iter().map(|edge| edge.to).collect())
            .collect();
        let variants = declaration.variants.iter().enumerate();
        let terms = variants.map(|(position, variant)| Term {
            variant: variant.ident.clone(),
            name: names[position].clone(),
            granted_by: granting(&implied, position)
                .into_iter()
                .map(|other| names[other].clone())
                .collect(),
        });
        let terms = terms.collect();
        errors.finish(Self { terms })
    }
}

/// What each variant is called.
fn names(kind: Kind, declaration: &Declaration, errors: &mut Errors) -> Vec<String> {
    let Declaration { variants, case, .. } = declaration;
    let written = variants.iter().map(|variant| match &variant.name {
        Some(name) => name.clone(),
        None => LitStr::new(&case.spell(&variant.ident), variant.ident.span()),
    });
    let written: Vec<_> = written.collect();
    let mut seen = HashMap::new();
    for (name, variant) in written.iter().zip(variants) {
        check_name(name, kind, "variant", errors);
        if let Some(first) = seen.insert(name.value(), variant) {
            report_namesakes(kind, name, [first, variant], errors);
        }
    }
    written.iter().map(LitStr::value).collect()
}

fn report_namesakes(kind: Kind, name: &LitStr, variants: [&Variant; 2], errors: &mut Errors) {
    let noun = kind.noun();
    let [first, second] = variants.map(|variant| {
        let name = variant.name.as_ref().map(ToTokens::to_token_stream);
        name.unwrap_or_else(|| variant.ident.to_token_stream())
    });
    errors.clash(
        Code::NameOfTwoVariants,
        (
            second,
            format!(
                "two variants are the {noun} {:?}\nhelp: give `{}` another name: `#[{noun}(name = \
                 \"…\")]`",
                name.value(),
                variants[1].ident
            ),
        ),
        (
            first,
            format!(
                "`{}` has the name `{:?}` already",
                variants[0].ident,
                name.value()
            ),
        ),
    );
}

/// What each variant implies, as far as it can be meant.
fn edges<'a>(variants: &'a [Variant], errors: &mut Errors) -> Vec<Vec<Edge<'a>>> {
    let edges = variants.iter().enumerate().map(|(position, variant)| {
        let mut edges: Vec<Edge<'a>> = Vec::new();
        for place in &variant.implies {
            let Some(to) = variants
                .iter()
                .position(|it| it.ident.unraw() == place.unraw())
            else {
                report_unknown(variants, place, errors);
                continue;
            };
            if to == position {
                report_itself(place, errors);
            } else if let Some(first) = edges.iter().find(|edge| edge.to == to) {
                report_twice(variant, place, first.place, errors);
            } else {
                edges.push(Edge { to, place });
            }
        }
        edges
    });
    edges.collect()
}

fn report_unknown(variants: &[Variant], place: &Ident, errors: &mut Errors) {
    let known: Vec<_> = variants.iter().map(|it| it.ident.to_string()).collect();
    let known = known.iter().map(String::as_str);
    let meant = closest(&place.to_string(), known.clone());
    let help = if let Some(meant) = meant {
        format!("did you mean `{meant}`?")
    } else {
        let known: Vec<_> = known.map(|it| format!("`{it}`")).collect();
        format!("the variants are {}", known.join(", "))
    };
    errors.at(
        Code::ImpliesUnknown,
        place,
        format!("no variant `{place}`\nhelp: {help}"),
    );
}

fn report_itself(place: &Ident, errors: &mut Errors) {
    errors.at(
        Code::ImpliesItself,
        place,
        format!("`{place}` implies itself\nhelp: remove `{place}` here"),
    );
}

fn report_twice(variant: &Variant, place: &Ident, first: &Ident, errors: &mut Errors) {
    errors.clash(
        Code::ImpliesTwice,
        (
            place,
            format!(
                "`{}` implies {} twice\nhelp: remove one",
                variant.ident,
                quoted(place)
            ),
        ),
        (first, "first implied here"),
    );
}

/// The edges that lead from a variant back to itself, a list for each way. Where one edge of each is
/// removed, no circle is left.
fn circles<'a>(edges: &[Vec<Edge<'a>>]) -> Vec<Vec<(usize, Edge<'a>)>> {
    let mut search = Search {
        edges,
        state: vec![State::New; edges.len()],
        way: Vec::new(),
        circles: Vec::new(),
    };
    for start in 0..edges.len() {
        search.visit(start);
    }
    search.circles
}

/// Depth first: an edge to a variant on the way closes a circle.
struct Search<'s, 'a> {
    edges: &'s [Vec<Edge<'a>>],
    state: Vec<State>,
    /// The edges from the start, each with where it comes from.
    way: Vec<(usize, Edge<'a>)>,
    circles: Vec<Vec<(usize, Edge<'a>)>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    OnTheWay,
    Done,
}

impl Search<'_, '_> {
    fn visit(&mut self, variant: usize) {
        if self.state[variant] != State::New {
            return;
        }
        self.state[variant] = State::OnTheWay;
        for edge in &self.edges[variant] {
            self.way.push((variant, *edge));
            if self.state[edge.to] == State::OnTheWay {
                let start = self.way.iter().position(|(from, _)| *from == edge.to);
                self.circles
                    .push(self.way[start.unwrap_or_default()..].to_vec());
            }
            self.visit(edge.to);
            self.way.pop();
        }
        self.state[variant] = State::Done;
    }
}

fn report_circle(variants: &[Variant], circle: &[(usize, Edge<'_>)], errors: &mut Errors) {
    let [(first, edge), others @ ..] = circle else {
        return;
    };
    let name = |position: usize| format!("`{}`", variants[position].ident);
    let way: Vec<_> = circle.iter().map(|(from, _)| name(*from)).collect();
    let first = name(*first);
    errors.at(
        Code::ImpliesInACircle,
        edge.place,
        format!(
            "{first} implies itself: {} → {first}\nhelp: remove one of these from its `implies(…)`",
            way.join(" → ")
        ),
    );
    for (from, edge) in others {
        errors.at(
            Code::ImpliesInACircle,
            edge.place,
            format!("{} implies {} here", name(*from), name(edge.to)),
        );
    }
}

/// The variant itself, then every one that implies it, directly or through others, in the order of
/// the enum.
fn granting(implied: &[Vec<usize>], variant: usize) -> Vec<usize> {
    let mut grants = vec![false; implied.len()];
    let mut open = vec![variant];
    while let Some(weaker) = open.pop() {
        for (stronger, implied) in implied.iter().enumerate() {
            if implied.contains(&weaker) && !grants[stronger] {
                grants[stronger] = true;
                open.push(stronger);
            }
        }
    }
    let others = (0..implied.len()).filter(|other| grants[*other] && *other != variant);
    std::iter::once(variant).chain(others).collect()
}
