//! The handler with its arguments moved behind its own guard, in one function: whatever else stands on
//! it stands where it stood.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

use super::argument::{caller, extracted_type, patterns};
use super::mention::mention;
use super::{Block, access, bounds, documentation, vocabulary};
use crate::policy::Policy;
use crate::syntax::Handler;

/// The policy as a type, and the function that takes one argument, which decides before it extracts.
pub(super) struct BehindGuard {
    pub(super) beside: TokenStream,
    pub(super) function: TokenStream,
}

pub(super) fn behind_guard(
    policy: &Policy,
    handler: &Handler,
    block: Option<&Block>,
    door: &TokenStream,
    marker: &Ident,
) -> BehindGuard {
    let registered = access::registered(policy, handler, block, door, marker);
    let declared = declared(policy, handler, block, door, marker);
    let conditions = block.map_or(&[][..], |block| &block.conditions);
    BehindGuard {
        beside: quote_spanned! {Span::mixed_site()=>
            #(#conditions)*
            #registered
            #declared
        },
        function: function(policy, handler, door, marker),
    }
}

/// The marker type, and its policy.
fn declared(
    policy: &Policy,
    handler: &Handler,
    block: Option<&Block>,
    door: &TokenStream,
    marker: &Ident,
) -> TokenStream {
    let visibility = &handler.visibility;
    let is_generic = block.is_some_and(|block| block.is_generic);
    // A generic handler's arguments are judged where it is registered, as actix-web does.
    let extractors = (!is_generic && handler.signature.generics.params.is_empty())
        .then(|| bounds::extractors(policy, handler, door));
    let conditions = block.map_or(&[][..], |block| &block.conditions);
    let taken = handler.taken.iter().map(mention);
    let apart = vocabulary::kept_apart(policy, door);
    quote_spanned! {Span::mixed_site()=>
        #(#conditions)*
        #[doc(hidden)]
        #visibility enum #marker {}

        #(#conditions)*
        #[allow(trivial_bounds, deprecated, unused_parens)]
        impl #door::Policy for #marker #extractors {
            fn access() -> &'static #door::Declared {
                #(#taken)*
                #apart
                &#marker
            }
        }
    }
}

fn function(policy: &Policy, handler: &Handler, door: &TokenStream, marker: &Ident) -> TokenStream {
    let arguments = handler.arguments();
    let types = arguments.iter().map(|it| extracted_type(it, door));
    let caller = caller(policy, door);
    let patterns = patterns(&arguments, door);
    let pattern = if arguments.is_empty() {
        quote_spanned!(Span::mixed_site()=> _)
    } else {
        quote_spanned!(Span::mixed_site()=> #door::Guarded { arguments: (#(#patterns,)*), .. })
    };

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
    let documentation = documentation::section(policy, handler);
    quote_spanned! {Span::mixed_site()=>
        #(#attributes)*
        #documentation
        #(#lints)*
        #visibility #asyncness #fn_token #ident #generics (
            #pattern: #door::Guarded<#marker, #caller, (#(#types,)*)>
        ) #output #condition #body
    }
}
