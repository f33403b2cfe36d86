//! Terms → tokens. Nothing here can fail.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::DeriveInput;
use syn::ext::IdentExt;

use super::hierarchy::{Hierarchy, Term};
use super::syntax::Declaration;
use crate::expand::door;
use crate::syntax::Kind;

/// The enum as a vocabulary: constant data, and a `match` that finds it.
pub(super) fn derived(kind: Kind, declaration: &Declaration, hierarchy: &Hierarchy) -> TokenStream {
    let Declaration {
        name,
        condition,
        krate,
        ..
    } = declaration;
    let door = door(krate.as_ref());
    let variants: Vec<_> = hierarchy.terms.iter().map(|term| &term.variant).collect();
    let terms = hierarchy.terms.iter().map(|it| term(it, &door));
    let positions = 0..variants.len();
    let vocabulary = quote_spanned! {Span::mixed_site()=>
        const ALL: &'static [Self] = &[#(Self::#variants),*];
        const TERMS: &'static [#door::Term] = &[#(#terms),*];

        fn term(&self) -> &'static #door::Term {
            match self {
                #(Self::#variants => &<Self as #door::Vocabulary>::TERMS[#positions],)*
            }
        }
    };
    let implemented = implemented(kind, name, condition.as_ref(), &door, &vocabulary);
    let declared = declared(kind, name, &door);
    quote_spanned!(Span::mixed_site()=> #implemented #declared)
}

/// The enum's entry in the inventory. In a block, so that it takes no name from where the enum is.
fn declared(kind: Kind, name: &Ident, door: &TokenStream) -> TokenStream {
    let noun = kind.noun();
    let spelt = name.unraw().to_string();
    quote_spanned! {Span::mixed_site()=>
        const _: () = {
            #[#door::linkme::distributed_slice(#door::VOCABULARIES)]
            #[linkme(crate = #door::linkme)]
            static VOCABULARY: #door::DeclaredVocabulary = #door::DeclaredVocabulary {
                noun: #noun,
                module: ::core::module_path!(),
                name: #spelt,
                terms: <#name as #door::Vocabulary>::TERMS,
            };
        };
    }
}

/// Every mistake, and a vocabulary without names, so that nothing is reported where the enum is used.
/// It grants nothing to anybody.
pub(super) fn refused(kind: Kind, item: &DeriveInput, error: &syn::Error) -> TokenStream {
    let errors = error.to_compile_error();
    if !item.generics.params.is_empty() {
        return errors;
    }
    let door = door(Declaration::krate(kind, item).as_ref());
    let condition = item.generics.where_clause.as_ref();
    let vocabulary = quote_spanned! {Span::mixed_site()=>
        const ALL: &'static [Self] = &[];
        const TERMS: &'static [#door::Term] = &[];

        fn term(&self) -> &'static #door::Term {
            const { &#door::Term::new("", "", &[]) }
        }
    };
    let implemented = implemented(kind, &item.ident, condition, &door, &vocabulary);
    quote_spanned!(Span::mixed_site()=> #errors #implemented)
}

fn implemented(
    kind: Kind,
    name: &Ident,
    condition: Option<&syn::WhereClause>,
    door: &TokenStream,
    vocabulary: &TokenStream,
) -> TokenStream {
    let marker = marker(kind);
    quote_spanned! {Span::mixed_site()=>
        #[automatically_derived]
        impl #door::Named for #name #condition {
            fn name_and_grants(
                &self,
            ) -> (&#door::str, #door::Option<&'static [&'static #door::str]>) {
                let term = #door::Vocabulary::term(self);
                (term.name(), #door::Some(term.granted_by()))
            }
        }

        #[automatically_derived]
        impl #door::Vocabulary for #name #condition {
            #vocabulary
        }

        #[automatically_derived]
        impl #door::#marker for #name #condition {
            type Form = #door::Typed<Self>;
        }
    }
}

fn term(term: &Term, door: &TokenStream) -> TokenStream {
    let Term {
        variant,
        name,
        granted_by,
    } = term;
    let variant = variant.unraw().to_string();
    quote_spanned! {Span::mixed_site()=>
        #door::Term::new(#variant, #name, &[#(#granted_by),*])
    }
}

/// What says of which kind the names are.
fn marker(kind: Kind) -> Ident {
    let marker = match kind {
        Kind::RequireScope => "ScopeName",
        Kind::RequirePermission => "PermissionName",
        _ => "RoleName",
    };
    format_ident!("{marker}", span = Span::mixed_site())
}
