//! What a handler becomes when its attributes are mistaken.

use proc_macro2::TokenStream;

use crate::errors::Errors;
use crate::syntax::{Handler, take_attributes};

/// The item as it was written, minus our attributes, and every mistake.
///
/// The item stays so that an editor still knows its name and its signature, and so that its
/// imports do not turn into warnings; the mistakes keep it from ever being served unguarded.
pub(crate) fn refused(item: TokenStream, error: &syn::Error) -> TokenStream {
    let item = match syn::parse2::<Handler>(item.clone()) {
        Ok(mut handler) => {
            // Whatever is wrong with them is in `error` already.
            let mut reported = Errors::default();
            let (_, taken) = take_attributes(&mut handler.attributes, &mut reported);
            drop(reported.finish(()));
            let Handler {
                attributes,
                visibility,
                signature,
                body,
                ..
            } = handler;
            quote::quote! {
                #(#attributes)* #visibility #signature #body
                #(#[allow(unused_imports)] use #taken as _;)*
            }
        }
        Err(_) => item,
    };
    let errors = error.to_compile_error();
    quote::quote!(#item #errors)
}
