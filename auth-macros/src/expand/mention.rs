//! Attributes that were taken along: generated code has to use their names.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};

/// Uses the name of an attribute that the compiler will not see expanded, so that its import counts
/// as used and a name that does not exist is an error.
///
/// Behind a path may be somebody else's attribute of the same name, which must not be passed over:
/// ours, greeted on a constant, makes nothing of it, and another one speaks up.
pub(super) fn mention(path: &syn::Path) -> TokenStream {
    let is_surely_ours = path.segments.len() == 1
        || path
            .segments
            .first()
            .is_some_and(|first| first.ident == "auth_runtime");
    if is_surely_ours {
        // With the hygiene of generated code, or rustc would report this very import as unused when a
        // macro wrote the attribute.
        let path = path.to_token_stream().into_iter().map(|mut token| {
            token.set_span(Span::call_site().located_at(token.span()));
            token
        });
        quote_spanned!(Span::mixed_site()=> use #(#path)* as _;)
    } else {
        let place = path
            .segments
            .first()
            .map_or_else(Span::call_site, |it| it.ident.span());
        quote_spanned!(Span::mixed_site().located_at(place)=> #[#path(__taken)] const _: () = ();)
    }
}

/// Whether these are the tokens of [`mention`], and nothing that a person would write.
pub(crate) fn is_greeting(arguments: &TokenStream, item: &TokenStream) -> bool {
    arguments.to_string() == "__taken"
        && item.to_string()
            == quote::quote!(
                const _: () = ();
            )
            .to_string()
}
