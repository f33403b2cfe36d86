//! Enums, as tokens, to terms; and the closure against a matrix.

use proc_macro2::TokenStream;
use proptest::prelude::*;
use quote::{format_ident, quote};

use super::hierarchy::Hierarchy;
use super::{derive, read};
use crate::syntax::Kind;

fn hierarchy(item: TokenStream) -> Result<Hierarchy, Vec<String>> {
    let item = syn::parse2(item).unwrap();
    match read(Kind::RequireRole, &item) {
        Ok((_, hierarchy)) => Ok(hierarchy),
        Err(error) => Err(error.into_iter().map(|it| it.to_string()).collect()),
    }
}

/// Names, and by whom each is granted.
fn granted(item: TokenStream) -> Vec<Vec<String>> {
    let hierarchy = hierarchy(item).unwrap_or_else(|mistakes| panic!("{mistakes:?}"));
    let terms = hierarchy.terms.into_iter();
    terms
        .map(|term| {
            assert_eq!(term.granted_by[0], term.name);
            term.granted_by
        })
        .collect()
}

fn mistakes(item: TokenStream) -> Vec<String> {
    hierarchy(item).err().unwrap_or_default()
}

#[test]
fn a_name_is_granted_by_itself_and_by_all_that_imply_it() {
    let granted = granted(quote! {
        enum Role {
            #[role(implies(Editor, Auditor))]
            Admin,
            Viewer,
            #[role(implies(Viewer))]
            Editor,
            #[role(name = "books", implies(Viewer))]
            Auditor,
            Guest,
        }
    });
    assert_eq!(
        granted,
        [
            vec!["admin"],
            vec!["viewer", "admin", "editor", "books"],
            vec!["editor", "admin"],
            vec!["books", "admin"],
            vec!["guest"],
        ]
    );
}

#[test]
fn what_another_one_implies_already_may_be_said_again() {
    let granted = granted(quote! {
        enum Role {
            Viewer,
            #[role(implies(Viewer))]
            Editor,
            #[role(implies(Viewer), implies(Editor))]
            Admin,
        }
    });
    assert_eq!(granted[0], ["viewer", "editor", "admin"]);
}

#[test]
fn every_circle_is_reported_by_its_way() {
    let mistakes = mistakes(quote! {
        enum Role {
            #[role(implies(B))]
            A,
            #[role(implies(C, A))]
            B,
            #[role(implies(B, C))]
            C,
            #[role(implies(A))]
            D,
        }
    });
    let first_lines: Vec<_> = mistakes
        .iter()
        .filter_map(|text| text.lines().next())
        .collect();
    assert_eq!(
        first_lines,
        [
            "`C` implies itself [auth::A101]",
            "`B` implies itself: `B` → `C` → `B` [auth::A102]",
            "`C` implies `B` here [auth::A102]",
            "`A` implies itself: `A` → `B` → `A` [auth::A102]",
            "`B` implies `A` here [auth::A102]",
        ]
    );
}

#[test]
fn mistakes_of_every_kind_are_reported_together() {
    let mistakes = mistakes(quote! {
        #[role(rename_all = "snake")]
        #[role(name = "x")]
        enum Role<T> {
            #[role]
            A(T),
            #[role(nmae = "x", implies(), implies("a"), implies(Self::A))]
            B,
            #[role(implis(A), rename_all = "lowercase", implies = B, 7)]
            C,
        }
    });
    let code = |text: &String| Some(text.lines().next()?.rsplit_once('[')?.1.to_owned());
    let codes: Vec<_> = mistakes.iter().filter_map(code).collect();
    let expected = [109, 111, 110, 106, 112, 40, 112, 113, 113, 40, 111, 113, 41];
    assert_eq!(codes, expected.map(|code| format!("auth::A{code:03}]")));
}

#[test]
fn a_mistaken_enum_is_a_vocabulary_of_nothing() {
    let item = quote! {
        enum Role { Admin, #[role(name = "admin")] Root }
    };
    let output = derive(Kind::RequireRole, item).to_string();
    assert!(output.contains("compile_error"), "{output}");
    assert!(output.contains("RoleName for Role"), "{output}");
    assert!(!output.contains("\"admin\" ,"), "{output}");
}

/// `arrows[a][b]`: variant `a` implies variant `b`.
fn item(arrows: &[Vec<bool>]) -> TokenStream {
    let variants = arrows.iter().enumerate().map(|(position, row)| {
        let name = format_ident!("V{position}");
        let implied = row.iter().enumerate().filter(|(_, arrow)| **arrow);
        let implied: Vec<_> = implied.map(|(to, _)| format_ident!("V{to}")).collect();
        let attribute = (!implied.is_empty()).then(|| quote!(#[role(implies(#(#implied),*))]));
        quote!(#attribute #name)
    });
    quote!(enum Role { #(#variants),* })
}

/// Floyd–Warshall.
fn reachable(mut arrows: Vec<Vec<bool>>) -> Vec<Vec<bool>> {
    let size = arrows.len();
    for middle in 0..size {
        for from in 0..size {
            for to in 0..size {
                arrows[from][to] |= arrows[from][middle] && arrows[middle][to];
            }
        }
    }
    arrows
}

/// Any arrows, few enough that about half of the graphs have no circle.
fn arrows() -> impl Strategy<Value = Vec<Vec<bool>>> {
    (1..8_usize).prop_flat_map(|size| {
        let row = prop::collection::vec(prop::bool::weighted(0.15), size);
        prop::collection::vec(row, size)
    })
}

/// Arrows without a circle: numbered anew by a random order, each leads to a smaller number.
fn hierarchies() -> impl Strategy<Value = Vec<Vec<bool>>> {
    (1..9_usize).prop_flat_map(|size| {
        let order: Vec<usize> = (0..size).collect();
        let row = prop::collection::vec(any::<bool>(), size);
        let arrows = prop::collection::vec(row, size);
        (Just(order).prop_shuffle(), arrows).prop_map(|(order, mut arrows)| {
            for (from, row) in arrows.iter_mut().enumerate() {
                for (to, arrow) in row.iter_mut().enumerate() {
                    *arrow &= order[to] < order[from];
                }
            }
            arrows
        })
    })
}

proptest! {
    #[test]
    fn grants_are_what_is_reachable(arrows in hierarchies()) {
        let granted = granted(item(&arrows));
        let reachable = reachable(arrows);
        for (weak, granted) in granted.iter().enumerate() {
            let strong = (0..reachable.len()).filter(|strong| reachable[*strong][weak]);
            let expected: Vec<_> = [weak].into_iter().chain(strong).map(|it| format!("v{it}")).collect();
            prop_assert_eq!(granted, &expected);
        }
    }

    /// A circle is reported exactly where a variant can be reached from itself.
    #[test]
    fn circles_are_reported_where_there_are_some(arrows in arrows()) {
        let mistakes = mistakes(item(&arrows));
        let itself = (0..arrows.len()).filter(|it| arrows[*it][*it]).count();
        let of_one = mistakes.iter().filter(|it| it.contains("auth::A101")).count();
        prop_assert_eq!(of_one, itself);

        let mut others = arrows.clone();
        for (position, row) in others.iter_mut().enumerate() {
            row[position] = false;
        }
        let reachable = reachable(others.clone());
        let has_circle = (0..reachable.len()).any(|it| reachable[it][it]);
        prop_assert_eq!(mistakes.iter().any(|it| it.contains("auth::A102")), has_circle);
        prop_assert_eq!(mistakes.is_empty(), itself == 0 && !has_circle);
    }

    /// Whoever corrects what is reported has corrected everything.
    #[test]
    fn without_the_first_arrow_of_each_circle_there_is_none(arrows in arrows()) {
        let mut arrows = arrows;
        for mistake in mistakes(item(&arrows)) {
            let line = mistake.lines().next().unwrap_or_default();
            let Some((_, way)) = line.split_once(": `V") else { continue };
            let ends: Vec<usize> = way
                .split("` → `V")
                .filter_map(|it| it.split('`').next()?.parse().ok())
                .collect();
            let last = ends.len() - 2;
            prop_assert!(arrows[ends[last]][ends[last + 1]]);
            for step in ends.windows(2) {
                prop_assert!(step[0] != step[1]);
            }
            arrows[ends[last]][ends[last + 1]] = false;
        }
        for (position, row) in arrows.iter_mut().enumerate() {
            row[position] = false;
        }
        prop_assert_eq!(mistakes(item(&arrows)), Vec::<String>::new());
    }
}
