//! The handler as a constant in the service that its route attribute makes: one type for all handlers, so that
//! what actix-web compiles for a handler is compiled once.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::{Attribute, FnArg, ReturnType, Signature, Type};

use super::access::{extractor_bounds, registered};
use super::argument::{bare, caller, extracted_type};
use super::mention::mention;
use super::place::placed_at;
use super::{documentation, vocabulary};
use crate::policy::Policy;
use crate::syntax::{Argument, Handler, IdentityArgument, is_surely_route};

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
    let function = quote_spanned! {Span::mixed_site()=>
        #asyncness #fn_token #ident(_: #door::Guarded<#marker, #caller, (#(#types,)*)>) #output {}
    };
    quote_spanned! {Span::mixed_site()=>
        #registered
        #(#copied)*
        #documentation
        #[#door::instead((#function) #constant)]
        #visibility #function
    }
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
    // With the hygiene of generated code, or its name would be a lint's affair.
    let mut name = handler.signature.ident.clone();
    name.set_span(Span::mixed_site().located_at(name.span()));
    let taken = handler.taken.iter().map(mention);
    let apart = vocabulary::kept_apart(policy, door);
    let function = function(handler, door);
    let extractors = extractors(policy, handler, door, marker);
    let callable = callable(policy, handler, door);
    let allowed = allowed(handler);
    quote_spanned! {Span::mixed_site()=>
        const #name: #door::ConstHandler = {
            #(#taken)*
            #apart
            #extractors
            #function
            #door::ConstHandler {
                policy: &#marker,
                #[allow(deprecated, unused_parens)]
                #(#allowed)*
                function: #callable,
            }
        };
    }
}

/// What the handler allows is allowed of the types of its arguments where they are written again.
fn allowed(handler: &Handler) -> Vec<&Attribute> {
    let attributes = handler.attributes.iter();
    attributes
        .filter(|it| it.path().is_ident("allow"))
        .collect()
}

/// Asks of each argument at its own type whether it is an extractor.
fn extractors(
    policy: &Policy,
    handler: &Handler,
    door: &TokenStream,
    marker: &Ident,
) -> TokenStream {
    if handler.signature.inputs.len() < 2 {
        return TokenStream::new();
    }
    let bounds = extractor_bounds(policy, handler, None, door);
    let allowed = allowed(handler);
    // Nobody else's name; the underscore says that nothing is made of it.
    let name = format_ident!("_{marker}", span = Span::mixed_site());
    quote_spanned! {Span::mixed_site()=>
        #[allow(trivial_bounds, deprecated, unused_parens)]
        #(#allowed)*
        enum #name #bounds {}
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
    let (pattern, ty) = (bare(&typed.pat), extracted_type(&read, door));
    let pattern = quote_spanned!(Span::mixed_site()=> #door::Maybe(#pattern));
    *typed.pat = syn::Pat::Verbatim(pattern);
    *typed.ty = Type::Verbatim(ty);
}
