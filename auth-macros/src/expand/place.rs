//! Where rustc underlines what it finds wrong in generated code.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;

/// The bound in the place of the type, so that rustc underlines the whole type: it joins the places
/// of a bound's first and last token.
pub(super) fn placed_at(place: &impl ToTokens, bound: TokenStream) -> TokenStream {
    let tokens: Vec<_> = place.to_token_stream().into_iter().collect();
    let [first, ..] = &tokens[..] else {
        return bound;
    };
    let last = tokens.last().map_or_else(|| first.span(), TokenTree::span);
    let mut bound: Vec<_> = bound.into_iter().collect();
    let end = bound.len().saturating_sub(1);
    for (position, token) in bound.iter_mut().enumerate() {
        let place = if position == end { last } else { first.span() };
        token.set_span(token.span().located_at(place));
    }
    bound.into_iter().collect()
}
