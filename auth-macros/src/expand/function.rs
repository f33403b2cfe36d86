//! The handler, with its arguments moved behind the guard.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};

use super::argument::bare;
use crate::policy::Policy;
use crate::syntax::{Argument, Handler, IdentityArgument};

/// The function as it was written, taking one argument that decides before it extracts.
pub(super) fn behind_guard(
    policy: &Policy,
    handler: &Handler,
    door: &TokenStream,
    marker: &Ident,
) -> TokenStream {
    let arguments = handler.arguments();
    let pattern = pattern(&arguments, door);
    let types = arguments
        .iter()
        .map(|argument| super::argument::extracted_type(argument, door));
    let caller = super::argument::caller(policy, door);

    let Handler {
        attributes,
        visibility,
        signature,
        body,
        ..
    } = handler;
    // Lint levels on an argument become lint levels on the function.
    let lints = arguments.iter().flat_map(|argument| argument.attributes);
    let syn::Signature {
        asyncness,
        fn_token,
        ident,
        generics,
        output,
        ..
    } = signature;
    let condition = &generics.where_clause;
    let documentation = super::documentation::section(policy, handler);
    quote_spanned! {Span::mixed_site()=>
        #(#attributes)*
        #documentation
        #(#lints)*
        #visibility #asyncness #fn_token #ident #generics (
            #pattern: #door::Guarded<#marker, #caller, (#(#types,)*)>
        ) #output #condition #body
    }
}

fn pattern(arguments: &[Argument<'_>], door: &TokenStream) -> TokenStream {
    if arguments.is_empty() {
        return quote_spanned!(Span::mixed_site()=> _);
    }
    let patterns = arguments.iter().map(|argument| {
        let pattern = bare(argument.pattern);
        match argument.identity() {
            Some(IdentityArgument::Optional) => {
                quote_spanned!(Span::mixed_site()=> #door::Maybe(#pattern))
            }
            _ => pattern.to_token_stream(),
        }
    });
    quote_spanned!(Span::mixed_site()=> #door::Guarded { arguments: (#(#patterns,)*), .. })
}
