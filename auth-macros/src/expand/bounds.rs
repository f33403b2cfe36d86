//! That each argument is an extractor, asked at its own type.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::Type;

use super::argument::{caller, extracted_type, mentions_self_type};
use super::place::placed_at;
use crate::policy::Policy;
use crate::syntax::{Argument, Handler};

/// `where` each argument is an extractor: rustc then reports one that is none at its own type.
pub(super) fn extractors(policy: &Policy, handler: &Handler, door: &TokenStream) -> TokenStream {
    let caller = caller(policy, door);
    let bounds = handler
        .arguments()
        .into_iter()
        .filter(can_stand_in_a_bound)
        .map(|argument| {
            let ty = extracted_type(&argument, door);
            let bound = quote_spanned!(Span::mixed_site()=> : #door::FromGranted<#caller>);
            let bound = placed_at(argument.ty, bound);
            quote_spanned!(Span::mixed_site()=> #ty #bound)
        });
    quote_spanned!(Span::mixed_site()=> where #(#bounds),*)
}

/// `impl Trait`, `_`, `Self` and `'_` mean something else in a bound than in an argument.
pub(super) fn can_stand_in_a_bound(argument: &Argument<'_>) -> bool {
    !matches!(argument.ty, Type::ImplTrait(_) | Type::Infer(_))
        && !mentions_self_type(argument.ty.to_token_stream())
        && !mentions_elided_lifetime(argument.ty.to_token_stream())
}

fn mentions_elided_lifetime(tokens: TokenStream) -> bool {
    let mut after_quote = false;
    tokens.into_iter().any(|token| {
        let elided = match &token {
            TokenTree::Ident(name) => after_quote && name == "_",
            TokenTree::Group(group) => mentions_elided_lifetime(group.stream()),
            _ => false,
        };
        after_quote = matches!(&token, TokenTree::Punct(quote) if quote.as_char() == '\'');
        elided
    })
}
