//! The enum, as it was written.

use proc_macro2::Ident;
use quote::{ToTokens, quote};
use syn::{Data, DeriveInput, Fields, LitStr};

use super::helper::{Level, option, segments};
use super::implied;
use super::spelling::Case;
use crate::code::Code;
use crate::errors::{Errors, mistake, quoted};
use crate::syntax::{CratePath, Kind, Written, set_once};

/// An enum of names.
pub(super) struct Declaration {
    pub(super) name: Ident,
    pub(super) condition: Option<syn::WhereClause>,
    pub(super) case: Case,
    pub(super) variants: Vec<Variant>,
    pub(super) krate: Option<CratePath>,
}

/// One of its names.
pub(super) struct Variant {
    pub(super) ident: Ident,
    /// `name = "…"`
    pub(super) name: Option<LitStr>,
    /// `implies(…)`
    pub(super) implies: Vec<Ident>,
}

impl Declaration {
    pub(super) fn read(kind: Kind, item: &DeriveInput) -> syn::Result<Self> {
        let mut errors = Errors::default();
        let data = match &item.data {
            Data::Enum(data) => data,
            Data::Struct(it) => return Err(not_an_enum(kind, item, &it.struct_token)),
            Data::Union(it) => return Err(not_an_enum(kind, item, &it.union_token)),
        };
        check_shape(kind, item, data, &mut errors);
        let (case, krate) = of_the_enum(kind, item, &mut errors);
        let variants = data.variants.iter();
        let variants = variants
            .map(|variant| Variant::read(kind, variant, &mut errors))
            .collect();
        errors.finish(Self {
            name: item.ident.clone(),
            condition: item.generics.where_clause.clone(),
            case,
            variants,
            krate,
        })
    }

    /// The crate that an enum with mistakes names. They are reported by [`read`](Self::read).
    pub(super) fn krate(kind: Kind, item: &DeriveInput) -> Option<CratePath> {
        let mut reported = Errors::default();
        let (_, krate) = of_the_enum(kind, item, &mut reported);
        drop(reported.finish(()));
        krate
    }
}

fn not_an_enum(kind: Kind, item: &DeriveInput, keyword: &impl ToTokens) -> syn::Error {
    let name = &item.ident;
    mistake(
        Code::NotAnEnum,
        quote!(#keyword #name),
        format!(
            "`{name}` is a {}, and {}s are the variants of an enum\nhelp: `enum {name} {{ Viewer, \
             Editor }}`",
            keyword.to_token_stream(),
            kind.noun()
        ),
    )
}

fn check_shape(kind: Kind, item: &DeriveInput, data: &syn::DataEnum, errors: &mut Errors) {
    let name = &item.ident;
    if data.variants.is_empty() {
        let keyword = &data.enum_token;
        errors.at(
            Code::EnumEmpty,
            quote!(#keyword #name),
            format!(
                "`{name}` has no variants, so it names no {}\nhelp: `enum {name} {{ Viewer, Editor \
                 }}`",
                kind.noun()
            ),
        );
    }
    if !item.generics.params.is_empty() {
        let (generics, ..) = item.generics.split_for_impl();
        errors.at(
            Code::EnumWithGenerics,
            &generics,
            format!(
                "`{name}` has generic parameters, and a {} is a name alone\nhelp: remove {}",
                kind.noun(),
                quoted(&generics)
            ),
        );
    }
}

fn of_the_enum(kind: Kind, item: &DeriveInput, errors: &mut Errors) -> (Case, Option<CratePath>) {
    let (mut case, mut krate) = (None, None);
    for segment in segments(kind, &item.attrs, Level::Enum, errors) {
        let Some(option) = option(kind, segment, Level::Enum, errors) else {
            continue;
        };
        match option.key().to_string().as_str() {
            "rename_all" => set_once(&mut case, option.key(), option.text(errors), errors),
            _ => set_once(&mut krate, option.key(), option.path(errors), errors),
        }
    }
    let case = case.map_or(Case::default(), |case| Case::read(&case, errors));
    (case, krate.map(|krate: Written<CratePath>| krate.value))
}

impl Variant {
    fn read(kind: Kind, variant: &syn::Variant, errors: &mut Errors) -> Self {
        check_plain(kind, variant, errors);
        let (mut name, mut implies) = (None, Vec::new());
        for segment in segments(kind, &variant.attrs, Level::Variant, errors) {
            let segment = match implied::read(segment, errors) {
                Ok(variants) => {
                    implies.extend(variants);
                    continue;
                }
                Err(another) => another,
            };
            if let Some(option) = option(kind, segment, Level::Variant, errors) {
                set_once(&mut name, option.key(), option.text(errors), errors);
            }
        }
        Self {
            ident: variant.ident.clone(),
            name: name.map(|name| name.value),
            implies,
        }
    }
}

fn check_plain(kind: Kind, variant: &syn::Variant, errors: &mut Errors) {
    if let Fields::Unit = variant.fields {
        return;
    }
    let (name, data) = (&variant.ident, &variant.fields);
    let written = match data.len() {
        0 => "empty brackets".to_owned(),
        _ => quoted(data),
    };
    errors.at(
        Code::VariantWithData,
        data,
        format!(
            "the variant `{name}` carries {written}, and a {} is a name alone\nhelp: `{name}`",
            kind.noun()
        ),
    );
}
