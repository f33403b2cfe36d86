//! The function under our attribute: signature parsed, body kept as it was typed.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, FnArg, Pat, Signature, Type, Visibility};

use crate::errors::quoted;

/// A handler as it was written.
pub(crate) struct Handler {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) signature: Signature,
    /// One `{ … }`, never looked into.
    pub(crate) body: TokenTree,
    /// The names of our attributes that were taken off it.
    pub(crate) taken: Vec<syn::Path>,
}

/// One argument of a handler.
pub(crate) struct Argument {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) pattern: Pat,
    pub(crate) ty: Type,
}

impl Parse for Handler {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        Ok(Self {
            attributes: input.call(Attribute::parse_outer)?,
            visibility: input.parse()?,
            signature: input.parse()?,
            body: input.parse()?,
            taken: Vec::new(),
        })
    }
}

impl Handler {
    /// Reads the item under the attribute `name`; anything but a function is reported.
    pub(crate) fn read(item: TokenStream, name: &str) -> syn::Result<Self> {
        syn::parse2(item.clone()).map_err(|error| match other_item(&item) {
            Some((keyword, kind)) => syn::Error::new_spanned(
                keyword,
                format!(
                    "`#[{name}]` guards a handler function, and this is {kind}\nhelp: put it on \
                     each `async fn` that serves a route"
                ),
            ),
            None => error,
        })
    }

    /// The arguments, when the function has no receiver.
    pub(crate) fn arguments(&self) -> Vec<Argument> {
        self.signature
            .inputs
            .iter()
            .filter_map(|argument| match argument {
                FnArg::Typed(typed) => Some(Argument {
                    attributes: typed.attrs.clone(),
                    pattern: (*typed.pat).clone(),
                    ty: (*typed.ty).clone(),
                }),
                FnArg::Receiver(_) => None,
            })
            .collect()
    }

    /// Whether one of our attributes has expanded on this function before.
    pub(crate) fn is_guarded(&self) -> bool {
        let Some(FnArg::Typed(first)) = self.signature.inputs.first() else {
            return false;
        };
        let Type::Path(path) = &*first.ty else {
            return false;
        };
        let names: Vec<_> = path
            .path
            .segments
            .iter()
            .map(|part| part.ident.to_string())
            .collect();
        matches!(&names[..], [.., door, guard] if door == "__private" && guard == "Guarded")
    }
}

impl Argument {
    /// What a caller has to be known for, judged by the type's name.
    pub(crate) fn identity(&self) -> Option<IdentityArgument> {
        let last = last_segment(&self.ty)?;
        if last.ident == "Identity" && last.arguments.is_none() {
            return Some(IdentityArgument::Required);
        }
        let syn::PathArguments::AngleBracketed(inner) = &last.arguments else {
            return None;
        };
        let [syn::GenericArgument::Type(inner)] = &inner.args.iter().collect::<Vec<_>>()[..] else {
            return None;
        };
        let inner = last_segment(inner)?;
        (last.ident == "Option" && inner.ident == "Identity" && inner.arguments.is_none())
            .then_some(IdentityArgument::Optional)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum IdentityArgument {
    /// `Identity`
    Required,
    /// `Option<Identity>`
    Optional,
}

fn last_segment(ty: &Type) -> Option<&syn::PathSegment> {
    match ty {
        Type::Path(path) if path.qself.is_none() => path.path.segments.last(),
        Type::Group(group) => last_segment(&group.elem),
        Type::Paren(paren) => last_segment(&paren.elem),
        _ => None,
    }
}

/// What the item is, when its first keyword says that it is no function.
fn other_item(item: &TokenStream) -> Option<(TokenTree, &'static str)> {
    const KINDS: [(&str, &str); 9] = [
        ("struct", "a struct"),
        ("enum", "an enum"),
        ("union", "a union"),
        ("trait", "a trait"),
        ("impl", "an `impl` block"),
        ("mod", "a module"),
        ("static", "a static"),
        ("type", "a type alias"),
        ("use", "an import"),
    ];
    for token in item.clone() {
        let TokenTree::Ident(word) = &token else {
            continue;
        };
        if word == "fn" {
            return None;
        }
        let kind = KINDS.iter().find(|(keyword, _)| word == keyword);
        if let Some((_, kind)) = kind {
            return Some((token, kind));
        }
    }
    None
}

impl ToTokens for Argument {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { pattern, ty, .. } = self;
        tokens.extend(quote::quote!(#pattern: #ty));
    }
}

impl Argument {
    pub(crate) fn quoted(&self) -> String {
        quoted(self)
    }
}
