//! What a known caller must have, as constant data.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};

use super::place::placed_at;
use super::vocabulary;
use crate::errors::source;
use crate::policy::{Condition, Name, Owner, Privilege, Requirement, Rule};
use crate::syntax::Kind;

pub(super) fn requirement(requirement: &Requirement, door: &TokenStream) -> TokenStream {
    let mut call = privilege(&requirement.privilege, door);
    if let Some(message) = &requirement.message {
        call = quote_spanned!(Span::mixed_site()=> #door::saying(#message, #call));
    }
    if requirement.hide {
        call = quote_spanned!(Span::mixed_site()=> #door::hidden(#call));
    }
    call
}

fn privilege(written: &Privilege, door: &TokenStream) -> TokenStream {
    match written {
        Privilege::Names(kind, Rule::Name(Name::Text(text))) => {
            let named = format_ident!("named_{}", kind.noun(), span = Span::mixed_site());
            quote_spanned!(Span::mixed_site()=> #door::#named(#text))
        }
        Privilege::Names(kind, written) => {
            let rule = rule(written, *kind, door);
            let of_kind = format_ident!("in_{}", kind.noun(), span = Span::mixed_site());
            quote_spanned!(Span::mixed_site()=> #door::#of_kind(#rule))
        }
        Privilege::Owner(written) => owner(written, door),
        Privilege::Condition(Condition::Registered(name)) => {
            quote_spanned!(Span::mixed_site()=> #door::condition(#name))
        }
        Privilege::Condition(Condition::Function(path)) => conditional(path, door),
    }
}

fn owner(written: &Owner, door: &TokenStream) -> TokenStream {
    let Owner {
        segment,
        claim,
        unless_role,
    } = written;
    if claim.is_none() && unless_role.is_none() {
        return quote_spanned!(Span::mixed_site()=> #door::owner(#segment));
    }
    let claim = option(claim.as_ref(), door);
    let role = unless_role.as_ref();
    let role = role.map(|it| rule(it, Kind::RequireRole, door));
    let role = option(role.as_ref(), door);
    quote_spanned!(Span::mixed_site()=> #door::owned(#segment, #claim, #role))
}

/// Call and reference lie where the path is, so that rustc reports a function that is no condition
/// there.
fn conditional(path: &syn::ExprPath, door: &TokenStream) -> TokenStream {
    let name = source(path.to_token_stream());
    let function = quote_spanned!(Span::mixed_site()=> &#door::function);
    let function = placed_at(path, function);
    quote_spanned!(Span::mixed_site()=> #door::conditional(#name, #function(#path)))
}

fn rule(written: &Rule, kind: Kind, door: &TokenStream) -> TokenStream {
    match written {
        Rule::Name(Name::Text(text)) => quote_spanned!(Span::mixed_site()=> #door::text(#text)),
        Rule::Name(Name::Path(path)) => {
            let looked_up = vocabulary::looked_up(path, kind, door);
            quote_spanned!(Span::mixed_site()=> #door::Rule::Name(#looked_up.name()))
        }
        Rule::Any(rules) => {
            let rules = rules.iter().map(|it| rule(it, kind, door));
            quote_spanned!(Span::mixed_site()=> #door::Rule::Any(&[#(#rules),*]))
        }
        Rule::All(rules) => {
            let rules = rules.iter().map(|it| rule(it, kind, door));
            quote_spanned!(Span::mixed_site()=> #door::Rule::All(&[#(#rules),*]))
        }
    }
}

/// The value as an `Option` of the private door.
pub(super) fn option(value: Option<&impl ToTokens>, door: &TokenStream) -> TokenStream {
    value.map_or_else(
        || quote_spanned!(Span::mixed_site()=> #door::None),
        |value| quote_spanned!(Span::mixed_site()=> #door::Some(#value)),
    )
}
