//! One argument of a handler: its type, as far as its name tells.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Attribute, GenericArgument, Pat, PathArguments, PathSegment, Type};

/// One argument of a handler.
pub(crate) struct Argument<'a> {
    pub(crate) attributes: &'a [Attribute],
    pub(crate) pattern: &'a Pat,
    pub(crate) ty: &'a Type,
}

impl Argument<'_> {
    /// What a caller has to be known for, judged by the type's name.
    pub(crate) fn identity(&self) -> Option<IdentityArgument> {
        let last = last_segment(self.ty)?;
        if last.ident == "Identity" && last.arguments.is_none() {
            return is_surely_ours(self.ty).then_some(IdentityArgument::Required);
        }
        let PathArguments::AngleBracketed(inner) = &last.arguments else {
            return None;
        };
        let [GenericArgument::Type(inner)] = &inner.args.iter().collect::<Vec<_>>()[..] else {
            return None;
        };
        let inner = last_segment(inner)?;
        (last.ident == "Option" && inner.ident == "Identity" && inner.arguments.is_none())
            .then_some(IdentityArgument::Optional)
    }
}

/// `Authorized<Order, Write>`
pub(crate) struct Record<'a> {
    pub(crate) record: &'a Type,
    /// `Read`, when it is not written.
    pub(crate) action: Option<&'a Type>,
}

impl Argument<'_> {
    /// The checked record that it is, judged by the type's name.
    pub(crate) fn record(&self) -> Option<Record<'_>> {
        let last = last_segment(self.ty)?;
        let PathArguments::AngleBracketed(inner) = &last.arguments else {
            return None;
        };
        if last.ident != "Authorized" || !is_surely_ours(self.ty) {
            return None;
        }
        match inner.args.iter().collect::<Vec<_>>()[..] {
            [GenericArgument::Type(record)] => Some(Record {
                record,
                action: None,
            }),
            [GenericArgument::Type(record), GenericArgument::Type(action)] => Some(Record {
                record,
                action: Some(action),
            }),
            _ => None,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum IdentityArgument {
    /// `Identity`
    Required,
    /// `Option<Identity>`, ours or somebody else's.
    Optional,
}

/// `Identity` or `auth_runtime::Identity`: behind another path may be somebody else's.
fn is_surely_ours(ty: &Type) -> bool {
    match ty {
        Type::Path(path) => {
            let segments = &path.path.segments;
            segments.len() == 1
                || segments
                    .first()
                    .is_some_and(|it| it.ident == "auth_runtime")
        }
        _ => true,
    }
}

fn last_segment(ty: &Type) -> Option<&PathSegment> {
    match ty {
        Type::Path(path) if path.qself.is_none() => path.path.segments.last(),
        Type::Group(group) => last_segment(&group.elem),
        Type::Paren(paren) => last_segment(&paren.elem),
        _ => None,
    }
}

impl ToTokens for Argument<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { pattern, ty, .. } = self;
        tokens.extend(quote::quote!(#pattern: #ty));
    }
}
