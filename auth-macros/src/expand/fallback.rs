//! What a handler becomes when its attributes are mistaken.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};

use super::argument::mentions_self_type;
use super::mention::mention;
use crate::errors::Errors;
use crate::syntax::{Handler, is_foreign, take_attributes};

/// Every mistake, and what is left of the item.
///
/// A handler stays, so that an editor knows its name, signature and body; the mistakes keep it
/// from ever being served. It stays inside a handler of the same name that takes nothing: without
/// its guard, the arguments would be reported where it is registered, and hide the real mistake.
pub(crate) fn refused(item: TokenStream, error: &syn::Error) -> TokenStream {
    let errors = error.to_compile_error();
    let Ok(handler) = syn::parse2::<Handler>(item.clone()) else {
        // An expression cannot stand beside its errors; a function that is still being typed can.
        let is_typed = |token| matches!(token, TokenTree::Ident(word) if word == "fn");
        let stays = item.clone().into_iter().any(is_typed)
            || syn::parse2::<syn::Item>(item.clone()).is_ok();
        let item = stays.then_some(item);
        return quote!(#item #errors);
    };
    let handler = survivor(handler, true);
    quote!(#handler #errors)
}

/// What is left of a handler. `nest` says whether a function may stand around it.
pub(crate) fn survivor(mut handler: Handler, nest: bool) -> TokenStream {
    // Whatever is wrong with them is reported already.
    let mut reported = Errors::default();
    take_attributes(&mut handler, &mut reported);
    drop(reported.finish(()));
    handler
        .attributes
        .retain(|attribute| !is_foreign(attribute));
    if nest && can_be_nested(&handler) {
        nested(&handler)
    } else {
        as_written(&handler)
    }
}

fn nested(handler: &Handler) -> TokenStream {
    let Handler {
        attributes,
        visibility,
        signature,
        body,
        taken,
    } = handler;
    let taken = taken.iter().map(mention);
    let name = &signature.ident;
    let generics = &signature.generics;
    let condition = &generics.where_clause;
    let mut signature = signature.clone();
    // rustc reports these again when they stay.
    signature.constness = None;
    signature.variadic = None;
    quote! {
        #(#attributes)*
        #visibility async fn #name #generics () -> &'static str #condition {
            #(#taken)*
            #[allow(dead_code)]
            #signature #body
            ""
        }
    }
}

fn as_written(handler: &Handler) -> TokenStream {
    let Handler {
        attributes,
        visibility,
        signature,
        body,
        taken,
    } = handler;
    let taken = taken.iter().map(mention);
    let body = match body {
        TokenTree::Group(_) if taken.len() > 0 => {
            quote!({ #(#taken)* #body })
        }
        body => body.to_token_stream(),
    };
    quote!(#(#attributes)* #visibility #signature #body)
}

/// An associated function may speak of its `impl` block, which a nested one cannot.
fn can_be_nested(handler: &Handler) -> bool {
    let signature = &handler.signature;
    let has_body = matches!(handler.body, TokenTree::Group(_));
    let body = TokenStream::from(handler.body.clone());
    has_body
        && !handler.has_receiver()
        && !handler.is_program()
        && !handler.is_guarded()
        && !mentions_self_type(quote!(#signature))
        && !mentions_self_type(body)
}
