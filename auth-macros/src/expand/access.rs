//! The policy as constant data, collected at link time.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::Type;
use syn::ext::IdentExt;

use super::argument::mentions_self_type;
use super::mention::mention;
use super::place::placed_at;
use super::privilege::{self, option};
use super::{Block, vocabulary};
use crate::errors::source;
use crate::policy::{Authentication, Name, Policy, Privilege, Requirement, Rule, Schemes, StepUp};
use crate::syntax::{Argument, Handler, Route, is_route_method};

/// The marker type, its policy, and the policy's entry in the inventory.
pub(super) fn declared(
    policy: &Policy,
    handler: &Handler,
    block: Option<&Block>,
    door: &TokenStream,
    marker: &Ident,
) -> TokenStream {
    let registered = registered(policy, handler, block, door, marker);
    let visibility = &handler.visibility;
    let extractors = extractor_bounds(policy, handler, block, door);
    let conditions = block.map_or(&[][..], |block| &block.conditions);
    let taken = handler.taken.iter().map(mention);
    let apart = vocabulary::kept_apart(policy, door);
    quote_spanned! {Span::mixed_site()=>
        #(#conditions)*
        #[doc(hidden)]
        #visibility enum #marker {}

        #registered

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

/// The policy's entry in the inventory.
pub(super) fn registered(
    policy: &Policy,
    handler: &Handler,
    block: Option<&Block>,
    door: &TokenStream,
    marker: &Ident,
) -> TokenStream {
    let access = access(policy, handler, block, door, marker);
    let conditions = block.map_or(&[][..], |block| &block.conditions);
    // The macro is what `#[distributed_slice(DECLARED)]` calls, after a run of that attribute for each handler
    // and with a proof that the type is the slice's.
    quote_spanned! {Span::mixed_site()=>
        #(#conditions)*
        #door::DECLARED! {
            #![linkme_macro = #door::DECLARED]
            static #marker: #door::Declared = #access;
        }
    }
}

/// `where` each argument is an extractor: rustc then reports one that is none at its own type.
///
/// A generic handler's arguments are judged where it is registered, as actix-web does.
pub(super) fn extractor_bounds(
    policy: &Policy,
    handler: &Handler,
    block: Option<&Block>,
    door: &TokenStream,
) -> TokenStream {
    let is_generic = block.is_some_and(|block| block.is_generic);
    if is_generic || !handler.signature.generics.params.is_empty() {
        return TokenStream::new();
    }
    let caller = super::argument::caller(policy, door);
    let bounds = handler
        .arguments()
        .into_iter()
        .filter(can_stand_in_a_bound)
        .map(|argument| {
            let ty = super::argument::extracted_type(&argument, door);
            let bound = quote_spanned!(Span::mixed_site()=> : #door::FromGranted<#caller>);
            let bound = placed_at(argument.ty, bound);
            quote_spanned!(Span::mixed_site()=> #ty #bound)
        });
    quote_spanned!(Span::mixed_site()=> where #(#bounds),*)
}

/// `impl Trait`, `_`, `Self` and `'_` mean something else in a bound than in an argument.
pub(super) fn can_stand_in_a_bound(argument: &Argument<'_>) -> bool {
    !matches!(argument.ty, Type::ImplTrait(_) | Type::Infer(_))
        && !mentions_self_type(argument.ty.to_token_stream())
        && !mentions_elided_lifetime(argument.ty.to_token_stream())
}

fn mentions_elided_lifetime(tokens: TokenStream) -> bool {
    let mut after_quote = false;
    tokens.into_iter().any(|token| {
        let elided = match &token {
            TokenTree::Ident(name) => after_quote && name == "_",
            TokenTree::Group(group) => mentions_elided_lifetime(group.stream()),
            _ => false,
        };
        after_quote = matches!(&token, TokenTree::Punct(quote) if quote.as_char() == '\'');
        elided
    })
}

fn access(
    policy: &Policy,
    handler: &Handler,
    block: Option<&Block>,
    door: &TokenStream,
    marker: &Ident,
) -> TokenStream {
    let name = handler.signature.ident.unraw().to_string();
    let (name, line) = match block {
        Some(block) => (format!("{}::{name}", block.name), line_of(handler)),
        None => (name, quote_spanned!(Span::mixed_site()=> ::core::line!())),
    };
    let place = quote_spanned! {Span::mixed_site()=>
        #name, ::core::module_path!(), ::core::file!(), #line
    };
    let authentication = authentication(&policy.authentication, door);
    let route = brief_route(&policy.routes);
    let access = if let (Some((methods, path)), Some((kind, name))) =
        (route, brief_name(&policy.requirements))
    {
        quote_spanned! {Span::mixed_site()=>
            #door::briefly(
                &#marker, #place, #door::#methods, #path, #authentication, #door::#kind, #name,
            )
        }
    } else {
        in_full(policy, &place, &authentication, door)
    };
    keeping_records(handler, access, door)
}

fn in_full(
    policy: &Policy,
    place: &TokenStream,
    authentication: &TokenStream,
    door: &TokenStream,
) -> TokenStream {
    let routes = policy.routes.iter().map(|it| route(it, door));
    let requirements = policy.requirements.iter();
    let requirements = requirements.map(|it| privilege::requirement(it, door));
    quote_spanned! {Span::mixed_site()=>
        #door::in_full(#place, &[#(#routes),*], #authentication, &[#(#requirements),*])
    }
}

/// The one route of one method, or none, as a constant of the private door and a path.
fn brief_route(routes: &[Route]) -> Option<(Ident, String)> {
    match routes {
        [] => Some((constant("NO_ROUTE"), String::new())),
        [Route { methods, path }] => match &methods[..] {
            [method] if is_route_method(&method.to_lowercase()) => {
                (method.to_uppercase() == *method).then(|| (constant(method), path.value()))
            }
            _ => None,
        },
        _ => None,
    }
}

/// The one name that is asked for, or none, as a constant of the private door and the name.
fn brief_name(requirements: &[Requirement]) -> Option<(Ident, &str)> {
    let requirement = match requirements {
        [] => return Some((constant("NO_NAME"), "")),
        [requirement] => requirement,
        _ => return None,
    };
    let plain = !requirement.hide && requirement.message.is_none();
    match &requirement.privilege {
        Privilege::Names(kind, Rule::Name(Name::Text(text))) if plain => {
            Some((constant(&kind.noun().to_uppercase()), text))
        }
        _ => None,
    }
}

fn constant(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

/// What the handler takes checked, for lists of handlers.
fn keeping_records(handler: &Handler, access: TokenStream, door: &TokenStream) -> TokenStream {
    let arguments = handler.arguments();
    let records = arguments.iter().filter_map(Argument::record).map(|it| {
        let record = source(it.record.to_token_stream());
        let action = it.action.map(|action| source(action.to_token_stream()));
        let action = action.unwrap_or_else(|| "Read".to_owned());
        quote_spanned!(Span::mixed_site()=> #door::record(#record, #action))
    });
    let records: Vec<_> = records.collect();
    if records.is_empty() {
        return access;
    }
    quote_spanned!(Span::mixed_site()=> #door::keeping(&[#(#records),*], #access))
}

/// The line of the function, where the attribute that expands stands on the block around it.
fn line_of(handler: &Handler) -> TokenStream {
    let place = handler.signature.ident.span();
    let line = quote_spanned!(Span::mixed_site()=> ::core::line!());
    line.into_iter()
        .map(|mut token| {
            token.set_span(place);
            token
        })
        .collect()
}

fn route(route: &Route, door: &TokenStream) -> TokenStream {
    let Route { methods, path } = route;
    quote_spanned!(Span::mixed_site()=> #door::route(&[#(#methods),*], #path))
}

fn authentication(authentication: &Authentication, door: &TokenStream) -> TokenStream {
    match authentication {
        Authentication::Required {
            schemes,
            realm,
            hide,
            step_up,
            redirect,
        } => {
            let mut call = required(schemes, realm.as_ref(), *hide, door);
            if let Some(StepUp { max_age, acr }) = step_up {
                let max_age = option(max_age.as_ref(), door);
                call = quote_spanned! {Span::mixed_site()=>
                    #door::stepping_up(#max_age, &[#(#acr),*], #call)
                };
            }
            if let Some(redirect) = redirect {
                call = quote_spanned!(Span::mixed_site()=> #door::redirecting(#redirect, #call));
            }
            call
        }
        Authentication::Optional { reason: None } => {
            quote_spanned!(Span::mixed_site()=> #door::OPEN)
        }
        Authentication::Optional { reason } => {
            let reason = option(reason.as_ref(), door);
            quote_spanned!(Span::mixed_site()=> #door::optional(#reason))
        }
    }
}

fn required(
    schemes: &Schemes,
    realm: Option<&String>,
    hide: bool,
    door: &TokenStream,
) -> TokenStream {
    if schemes.are_bearer_alone() && realm.is_none() && !hide {
        return quote_spanned!(Span::mixed_site()=> #door::BEARER);
    }
    let schemes = schemes.named.iter().map(|it| it.value(door));
    let realm = option(realm, door);
    quote_spanned!(Span::mixed_site()=> #door::required(&[#(#schemes),*], #realm, #hide))
}
