//! What a handler becomes when its attributes are mistaken.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Attribute, Meta};

use super::argument::mentions_self_type;
use super::mention::mention;
use crate::errors::Errors;
use crate::syntax::{Handler, Kind, Segment, is_foreign, split, take_attributes};

/// Every mistake, and what is left of the item.
///
/// A handler stays, so that an editor knows its name, signature and body; the mistakes keep it
/// from ever being served. It stays inside a handler of the same name that takes none of its
/// arguments: without its guard, they would be reported where it is registered, and hide the real
/// mistake. `arguments` are those of the attribute that is expanding, where it is one that declares.
pub(crate) fn refused(
    item: TokenStream,
    arguments: Option<TokenStream>,
    error: &syn::Error,
) -> TokenStream {
    let errors = error.to_compile_error();
    let Ok(mut handler) = syn::parse2::<Handler>(item.clone()) else {
        // An expression cannot stand beside its errors; a function that is still being typed can.
        let is_typed = |token| matches!(token, TokenTree::Ident(word) if word == "fn");
        let stays = item.clone().into_iter().any(is_typed)
            || syn::parse2::<syn::Item>(item.clone()).is_ok();
        let item = stays.then_some(item);
        return quote!(#item #errors);
    };
    let argument = refusing(&handler, arguments);
    strip(&mut handler);
    let handler = remains(&handler, &argument, true);
    quote!(#handler #errors)
}

/// What is left of a handler. `nest` says whether a function may stand around it.
pub(crate) fn survivor(mut handler: Handler, nest: bool) -> TokenStream {
    let argument = refusing(&handler, None);
    strip(&mut handler);
    let is_documentation = |it: &Attribute| it.path().is_ident("doc");
    // Where nothing registers it by an attribute, a trait may say that it takes nothing.
    if handler.signature.inputs.is_empty() && handler.attributes.iter().all(is_documentation) {
        remains(&handler, &TokenStream::new(), nest)
    } else {
        remains(&handler, &argument, nest)
    }
}

/// Takes off what belongs to attributes. Whatever is wrong with them is reported already.
fn strip(handler: &mut Handler) {
    let mut reported = Errors::default();
    take_attributes(handler, &mut reported);
    drop(reported.finish(()));
    handler
        .attributes
        .retain(|attribute| !is_foreign(attribute));
}

fn remains(handler: &Handler, argument: &TokenStream, nest: bool) -> TokenStream {
    if nest && can_be_nested(handler) {
        nested(handler, argument)
    } else {
        as_written(handler)
    }
}

/// The argument that makes it a guarded handler to whatever registers it. It refuses everybody, and its
/// type tells the handler from one that a person wrote.
fn refusing(handler: &Handler, arguments: Option<TokenStream>) -> TokenStream {
    let below = handler.attributes.iter().filter_map(arguments_of_ours);
    let door = door_of(arguments.into_iter().chain(below));
    quote_spanned!(Span::mixed_site()=> _: #door::Refused)
}

fn arguments_of_ours(attribute: &Attribute) -> Option<TokenStream> {
    match &attribute.meta {
        Meta::List(list) if Kind::named(attribute).is_some() => Some(list.tokens.clone()),
        _ => None,
    }
}

/// The private door of the crate that the attributes name, as far as it can be read.
fn door_of(lists: impl Iterator<Item = TokenStream>) -> TokenStream {
    let mut reported = Errors::default();
    let named =
        lists
            .flat_map(|list| split(list, &mut reported))
            .find_map(|segment| match segment {
                Segment::Setting(setting) if setting.key == "crate" => {
                    syn::parse2::<syn::Path>(setting.value.into_iter().collect()).ok()
                }
                _ => None,
            });
    drop(reported.finish(()));
    super::door(named.map(ToTokens::into_token_stream).as_ref())
}

fn nested(handler: &Handler, argument: &TokenStream) -> TokenStream {
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
        #visibility async fn #name #generics (#argument) -> &'static str #condition {
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
