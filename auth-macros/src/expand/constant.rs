//! The handler as a constant in the service that its route attribute makes: one type for all handlers, so that
//! what actix-web compiles for a handler is compiled once.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::{Attribute, FnArg, ReturnType, Signature, Type};

use super::access::{can_stand_in_a_bound, extractor_bounds, registered};
use super::argument::{caller, extracted_type};
use super::mention::mention;
use super::place::placed_at;
use super::{documentation, vocabulary};
use crate::code::Code;
use crate::errors::mistake;
use crate::policy::Policy;
use crate::syntax::{Argument, Handler, IdentityArgument, is_inert, is_surely_route};

/// Whether a route attribute below ours makes a service of the handler, which nobody will call by its name.
pub(super) fn is_served_below(handler: &Handler) -> bool {
    handler.attributes.iter().any(is_surely_route) && fits(handler)
}

/// Whether the handler can be a constant inside of its service: any other attribute may want to see it as the
/// function that it is, with its guard.
pub(super) fn fits(handler: &Handler) -> bool {
    let is_known = |it: &Attribute| is_inert(it) || is_surely_route(it);
    handler.attributes.iter().all(is_known)
        && is_plainly_a_handler(&handler.signature)
        && handler.arguments().iter().all(means_the_same_elsewhere)
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

/// The handler's policy beside it, and the route attributes on a function that will be the constant.
///
/// Until then it is the function that stands behind its guard in any other place, without a body: whatever reads
/// it, a route attribute of ours or of somebody else, finds its name, its answer and its guard.
pub(super) fn below_routes(
    policy: &Policy,
    handler: &Handler,
    door: &TokenStream,
    marker: &Ident,
) -> TokenStream {
    let registered = registered(policy, handler, None, door, marker);
    let constant = constant(policy, handler, door, marker);
    let is_copied = |it: &&Attribute| it.path().is_ident("doc") || is_surely_route(it);
    let copied = handler.attributes.iter().filter(is_copied);
    let documentation = documentation::section(policy, handler);
    let visibility = &handler.visibility;
    let Signature {
        asyncness,
        fn_token,
        ident,
        output,
        ..
    } = &handler.signature;
    let caller = caller(policy, door);
    let types = types(handler, door);
    quote_spanned! {Span::mixed_site()=>
        #registered
        #(#copied)*
        #documentation
        #[#door::instead(#constant)]
        #visibility #asyncness #fn_token #ident(_: #door::Guarded<#marker, #caller, (#(#types,)*)>) #output {}
    }
}

/// The constant in the place of the function, if that is as [`below_routes`] left it.
pub(crate) fn instead(constant: TokenStream, function: TokenStream) -> TokenStream {
    let tokens: Vec<_> = function.into_iter().collect();
    let body = tokens.last();
    if matches!(body, Some(TokenTree::Group(body)) if body.stream().is_empty()) {
        return constant;
    }
    let is_fn = |pair: &[TokenTree]| matches!(&pair[0], TokenTree::Ident(word) if word == "fn");
    let name = tokens
        .windows(2)
        .find(|pair| is_fn(pair))
        .map(|pair| &pair[1]);
    let message = "an attribute on this handler is called like a route attribute, and is another one\nhelp: write \
                   its path before its name, `#[some_crate::get(…)]`";
    mistake(Code::NoRoute, name, message).into_compile_error()
}

/// The handler's policy and the constant, for a service that is being made.
pub(super) fn in_service(
    policy: &Policy,
    handler: &Handler,
    door: &TokenStream,
    marker: &Ident,
) -> TokenStream {
    let registered = registered(policy, handler, None, door, marker);
    let constant = constant(policy, handler, door, marker);
    let copied = handler
        .attributes
        .iter()
        .filter(|it| it.path().is_ident("doc"));
    let documentation = documentation::section(policy, handler);
    quote_spanned!(Span::mixed_site()=> #registered #(#copied)* #documentation #constant)
}

/// The constant, with the function as it was written inside.
fn constant(policy: &Policy, handler: &Handler, door: &TokenStream, marker: &Ident) -> TokenStream {
    let name = &handler.signature.ident;
    let taken = handler.taken.iter().map(mention);
    let apart = vocabulary::kept_apart(policy, door);
    let function = function(handler, door);
    let extractors = extractors(policy, handler, door);
    let callable = callable(policy, handler, door);
    quote_spanned! {Span::mixed_site()=>
        #[allow(non_upper_case_globals)]
        const #name: #door::ConstHandler = {
            #(#taken)*
            #apart
            #extractors
            #function
            #door::ConstHandler {
                policy: &#marker,
                function: #callable,
            }
        };
    }
}

/// Asks of each argument at its own type whether it is an extractor.
fn extractors(policy: &Policy, handler: &Handler, door: &TokenStream) -> TokenStream {
    if handler.signature.inputs.len() < 2 {
        return TokenStream::new();
    }
    let bounds = extractor_bounds(policy, handler, None, door);
    quote_spanned! {Span::mixed_site()=>
        #[allow(dead_code, trivial_bounds, deprecated, unused_parens)]
        enum Extractors #bounds {}
    }
}

/// The function behind one type. rustc asks here whether the only argument is an extractor, and is to say so at
/// its type; and whether the function's answer is one, which it is to say at that type.
fn callable(policy: &Policy, handler: &Handler, door: &TokenStream) -> TokenStream {
    let Signature { ident, output, .. } = &handler.signature;
    let caller = caller(policy, door);
    let types = types(handler, door);
    let types = match (&types[..], &handler.arguments()[..]) {
        ([ty], [argument]) => placed_at(
            argument.ty,
            quote_spanned!(Span::mixed_site()=> #door::One<#ty>),
        ),
        _ => placed_at(ident, quote_spanned!(Span::mixed_site()=> (#(#types,)*))),
    };
    let callable =
        quote_spanned!(Span::mixed_site()=> &#door::Callable(#ident, #door::PhantomData));
    let callable = match output {
        ReturnType::Type(_, answer) => placed_at(answer, callable),
        ReturnType::Default => callable,
    };
    quote_spanned!(Span::mixed_site()=> #door::callable::<#caller, #types, _>(#callable))
}

fn types(handler: &Handler, door: &TokenStream) -> Vec<TokenStream> {
    let arguments = handler.arguments();
    let types = arguments.iter().map(|it| extracted_type(it, door));
    types.collect()
}

/// As it was written, but that an optional identity comes in a wrapper.
fn function(handler: &Handler, door: &TokenStream) -> TokenStream {
    let Handler {
        attributes,
        signature,
        body,
        ..
    } = handler;
    let attributes = attributes.iter().filter(|it| !is_surely_route(it));
    let mut signature = signature.clone();
    for argument in &mut signature.inputs {
        unwrap_optional(argument, door);
    }
    quote_spanned!(Span::mixed_site()=> #(#attributes)* #signature #body)
}

fn unwrap_optional(argument: &mut FnArg, door: &TokenStream) {
    let FnArg::Typed(typed) = argument else {
        return;
    };
    let read = Argument {
        attributes: &typed.attrs,
        pattern: &typed.pat,
        ty: &typed.ty,
    };
    if !matches!(read.identity(), Some(IdentityArgument::Optional)) {
        return;
    }
    let (pattern, ty) = (&typed.pat, extracted_type(&read, door));
    let pattern = quote_spanned!(Span::mixed_site()=> #door::Maybe(#pattern));
    *typed.pat = syn::Pat::Verbatim(pattern);
    *typed.ty = Type::Verbatim(ty);
}
