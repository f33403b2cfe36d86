//! The handler inside a function that takes a gate: what actix-web compiles for an argument is compiled
//! once for all handlers of the same arguments.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Attribute, ReturnType, Type};

use super::argument::{caller, extracted_type, patterns};
use super::mention::mention;
use super::place::placed_at;
use super::{access, bounds, documentation, vocabulary};
use crate::policy::Policy;
use crate::syntax::{Argument, Handler, is_surely_route};

/// Attributes that say of a function what they say of one inside it. What is expected of one may not be found
/// in two, and what is forbidden could not be allowed of what is generated.
const OF_BOTH: [&str; 4] = ["doc", "allow", "warn", "deny"];

/// Whether all that stands on the handler belongs to the function outside. Of any other attribute nobody can
/// tell: it may read the arguments, or serve the function.
pub(super) fn fits(handler: &Handler) -> bool {
    let signature = &handler.signature;
    let is_known =
        |it: &Attribute| OF_BOTH.iter().any(|name| it.path().is_ident(name)) || is_surely_route(it);
    signature.generics.params.is_empty()
        && signature.generics.where_clause.is_none()
        && handler.attributes.iter().all(is_known)
        && handler.arguments().iter().all(|argument| {
            bounds::can_stand_in_a_bound(argument)
                && argument.attributes.iter().all(is_known)
                && !borrows(argument.ty.to_token_stream())
        })
        && answers_alike(&signature.output)
}

/// Whether the answer's type means the same as the type of another function's.
fn answers_alike(output: &ReturnType) -> bool {
    match output {
        ReturnType::Default => false,
        ReturnType::Type(_, ty) => {
            !matches!(**ty, Type::Never(_)) && !borrows(ty.to_token_stream())
        }
    }
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

pub(super) fn behind_gate(
    policy: &Policy,
    handler: &Handler,
    door: &TokenStream,
    marker: &Ident,
) -> TokenStream {
    let registered = access::registered(policy, handler, None, door, marker);
    let function = function(policy, handler, door, marker);
    quote_spanned!(Span::mixed_site()=> #registered #function)
}

fn function(policy: &Policy, handler: &Handler, door: &TokenStream, marker: &Ident) -> TokenStream {
    let arguments = handler.arguments();
    let types = types(&arguments, door);
    let caller = caller(policy, door);
    let taken = handler.taken.iter().map(mention);
    let apart = vocabulary::kept_apart(policy, door);
    let documentation = documentation::section(policy, handler);
    // Lint levels on an argument become lint levels on the function.
    let lints = arguments.iter().flat_map(|argument| argument.attributes);
    let answer = answer(handler, door);
    let inner = inner(handler, &types, door);
    let passing = passing(handler, door, marker);
    let body = quote_spanned!(Span::mixed_site()=> #(#taken)* #apart #inner #passing);
    // In the place of the handler's body: to rustc, a function that ends in generated code is a macro's, and one
    // that nobody calls no mistake.
    let mut body = Group::new(Delimiter::Brace, body);
    body.set_span(handler.body.span());
    let Handler {
        attributes,
        visibility,
        signature: syn::Signature {
            fn_token, ident, ..
        },
        ..
    } = handler;
    quote_spanned! {Span::mixed_site()=>
        // A gate holds the request, which is its worker's. First, for whoever says otherwise on the handler.
        #[allow(clippy::future_not_send)]
        #(#attributes)*
        #documentation
        #(#lints)*
        #visibility #fn_token #ident(__gate: #door::Gate<#caller, #types>) -> #answer #body
    }
}

fn types(arguments: &[Argument<'_>], door: &TokenStream) -> TokenStream {
    let types = arguments.iter().map(|it| extracted_type(it, door));
    quote_spanned!(Span::mixed_site()=> (#(#types,)*))
}

/// The function that was written, but for its arguments being one tuple. Inside, because the name of a
/// handler that a route attribute serves is a value outside, which no pattern in its body could bind.
fn inner(handler: &Handler, types: &TokenStream, door: &TokenStream) -> TokenStream {
    let patterns = patterns(&handler.arguments(), door);
    let Handler {
        signature, body, ..
    } = handler;
    let syn::Signature {
        asyncness,
        fn_token,
        ident,
        output,
        ..
    } = signature;
    quote_spanned! {Span::mixed_site()=>
        #asyncness #fn_token #ident((#(#patterns,)*): #types) #output #body
    }
}

/// `impl Future<Output = Answer<String>>`
fn answer(handler: &Handler, door: &TokenStream) -> TokenStream {
    let future = quote_spanned!(Span::mixed_site()=> impl #door::Future);
    let future = at_arguments(handler, future);
    let end = at_arguments(handler, quote_spanned!(Span::mixed_site()=> >));
    let answer = match &handler.signature.output {
        ReturnType::Default => None,
        ReturnType::Type(_, ty) => Some(ty),
    };
    quote_spanned!(Span::mixed_site()=> #future<Output = #door::Answer<#answer> #end)
}

/// `Gate::pass(__gate, &show__access, show)`
fn passing(handler: &Handler, door: &TokenStream, marker: &Ident) -> TokenStream {
    let name = &handler.signature.ident;
    let pass = quote_spanned!(Span::mixed_site()=> #door::Gate::pass);
    let passed = quote_spanned!(Span::mixed_site()=> (__gate, &#marker, #name));
    let (pass, passed) = (at_arguments(handler, pass), at_arguments(handler, passed));
    quote_spanned!(Span::mixed_site()=> #pass #passed)
}

/// In the place of the arguments' types: what asks for extractors, in several places, is then reported once,
/// and there.
fn at_arguments(handler: &Handler, tokens: TokenStream) -> TokenStream {
    let arguments = handler.arguments();
    let types = arguments.iter().map(|argument| argument.ty);
    placed_at(&quote!(#(#types)*), tokens)
}
