//! The policy as constant data, collected at link time.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::ext::IdentExt;

use super::Block;
use super::privilege::{self, option};
use crate::errors::source;
use crate::policy::{Authentication, Name, Policy, Privilege, Requirement, Rule, Schemes, StepUp};
use crate::syntax::{Argument, Handler, Route, is_route_method};

/// The policy's entry in the inventory.
pub(super) fn registered(
    policy: &Policy,
    handler: &Handler,
    block: Option<&Block>,
    door: &TokenStream,
    marker: &Ident,
) -> TokenStream {
    let access = access(policy, handler, block, door, marker);
    // What `#[distributed_slice(DECLARED)]` makes of it, without a run of that attribute for each handler, nor
    // its proof that the type is the slice's.
    quote_spanned! {Span::mixed_site()=>
        #door::DECLARED! {
            #![linkme_macro = #door::DECLARED]
            static #marker: #door::Declared = #access;
        }
    }
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
