//! Which handlers become constants: those that are plain functions in a service of their own.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Attribute, ReturnType, Signature, Type};

use super::access::can_stand_in_a_bound;
use crate::syntax::{Argument, Handler, is_inert, is_surely_route};

/// Whether a route attribute below ours makes a service of the handler, which nobody will call by its name.
pub(super) fn is_served_below(handler: &Handler) -> bool {
    let mut routes = handler.attributes.iter().filter(|it| is_surely_route(it));
    let name = handler.signature.ident.unraw().to_string();
    handler.attributes.iter().any(is_surely_route)
        && routes.all(|it| !mentions(it.meta.to_token_stream(), &name))
        && fits(handler)
}

/// Whether an option of a route attribute, `wrap = "…"`, may give the handler's name to something else, for which a
/// constant would be in the way. The path, which comes first, may have the name in it.
fn mentions(options: TokenStream, name: &str) -> bool {
    options.into_iter().any(|token| match token {
        TokenTree::Group(group) => {
            let options = group.stream().into_iter().skip(1);
            mentions(options.collect(), name)
        }
        TokenTree::Literal(text) => has_word(&text.to_string(), name),
        _ => false,
    })
}

/// Whether the handler can be a constant inside of its service: any other attribute may want to see it as the
/// function that it is, with its guard.
pub(super) fn fits(handler: &Handler) -> bool {
    let is_known = |it: &Attribute| is_inert(it) || is_surely_route(it);
    handler.attributes.iter().all(is_known)
        && is_plainly_a_handler(&handler.signature)
        && handler.arguments().iter().all(means_the_same_elsewhere)
}

/// Whether the name stands in the text as a word of code.
pub(crate) fn has_word(text: &str, name: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
    words.any(|word| word == name)
}

/// A function that actix-web can call, and that nothing is generic in.
fn is_plainly_a_handler(signature: &Signature) -> bool {
    let Signature {
        constness: None,
        safety: syn::Safety::Default,
        abi: None,
        variadic: None,
        generics,
        output: ReturnType::Type(_, output),
        ..
    } = signature
    else {
        return false;
    };
    generics.params.is_empty()
        && generics.where_clause.is_none()
        && !matches!(**output, Type::Never(_))
}

/// Whether the argument's type can be written outside of its function.
fn means_the_same_elsewhere(argument: &Argument<'_>) -> bool {
    can_stand_in_a_bound(argument) && !borrows(argument.ty.to_token_stream())
}

/// Whether a lifetime but `'static` is written or left out.
fn borrows(tokens: TokenStream) -> bool {
    let tokens: Vec<_> = tokens.into_iter().collect();
    tokens.iter().enumerate().any(|(place, token)| match token {
        TokenTree::Group(group) => borrows(group.stream()),
        TokenTree::Punct(mark) if mark.as_char() == '&' => {
            !matches!(tokens.get(place + 1), Some(TokenTree::Punct(quote)) if quote.as_char() == '\'')
        }
        TokenTree::Punct(mark) if mark.as_char() == '\'' => {
            !matches!(tokens.get(place + 1), Some(TokenTree::Ident(name)) if name == "static")
        }
        _ => false,
    })
}
