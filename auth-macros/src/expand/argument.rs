//! The types of a handler's arguments, as the guard extracts them.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::Pat;

use crate::policy::{Authentication, Policy};
use crate::syntax::{Argument, IdentityArgument};

/// Whether an identity is certain behind this guard, as a type.
pub(super) fn caller(policy: &Policy, door: &TokenStream) -> TokenStream {
    match policy.authentication {
        Authentication::Required { .. } => quote_spanned!(Span::mixed_site()=> #door::Known),
        Authentication::Optional { .. } => quote_spanned!(Span::mixed_site()=> #door::Anyone),
    }
}

/// The type as written; `Option<Identity>` in a wrapper, because actix-web's own `Option` extractor
/// would answer `None` for an identity that is no extractor.
pub(super) fn extracted_type(argument: &Argument<'_>, door: &TokenStream) -> TokenStream {
    let ty = argument.ty;
    match argument.identity() {
        Some(IdentityArgument::Optional) => {
            quote_spanned!(Span::mixed_site()=> #door::Maybe<#ty>)
        }
        _ => ty.to_token_stream(),
    }
}

/// Alternatives stand in parentheses as an argument, and need none within a pattern.
pub(super) fn bare(pattern: &Pat) -> &Pat {
    match pattern {
        Pat::Paren(paren) if matches!(*paren.pat, Pat::Or(_)) => &paren.pat,
        pattern => pattern,
    }
}

/// `Self` means nothing outside of its block.
pub(super) fn mentions_self_type(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(word) => word == "Self",
        TokenTree::Group(group) => mentions_self_type(group.stream()),
        _ => false,
    })
}
