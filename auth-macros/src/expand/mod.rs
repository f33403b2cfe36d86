//! Policy → tokens. Nothing here can fail.
//!
//! The output must be valid at module level and inside a function body: below `#[get]` our
//! function already sits inside the method that actix-web's attribute generates.

mod access;
mod argument;
mod constant;
mod documentation;
mod fallback;
mod function;
mod instead;
mod mention;
mod path;
mod place;
mod privilege;
mod served;
mod vocabulary;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::ext::IdentExt;

pub(crate) use fallback::{refused, survivor};
pub(crate) use instead::instead;
pub(crate) use mention::is_greeting;
pub(crate) use path::door;
pub(crate) use served::has_word;

use crate::policy::Policy;
use crate::syntax::Handler;

/// The handler behind its guard, and the policy that the guard enforces.
pub(crate) fn guarded(policy: &Policy, handler: &Handler) -> TokenStream {
    let door = door(policy.krate.as_ref());
    let marker = marker(handler);
    if served::is_served_below(handler) {
        return constant::below_routes(policy, handler, &door, &marker);
    }
    behind_argument(policy, handler, &door, &marker)
}

/// The same for a handler inside of its service, where nobody will call it by its name.
pub(crate) fn guarded_in_service(policy: &Policy, handler: &Handler) -> TokenStream {
    let door = door(policy.krate.as_ref());
    let marker = marker(handler);
    if served::fits(handler) {
        return constant::in_service(policy, handler, &door, &marker);
    }
    behind_argument(policy, handler, &door, &marker)
}

fn behind_argument(
    policy: &Policy,
    handler: &Handler,
    door: &TokenStream,
    marker: &Ident,
) -> TokenStream {
    let access = access::declared(policy, handler, None, door, marker);
    let function = function::behind_guard(policy, handler, door, marker);
    // `mixed_site`: the handler's body can neither see nor shadow what is generated here.
    quote_spanned!(Span::mixed_site()=> #access #function)
}

/// The `impl` block around an associated function.
pub(crate) struct Block {
    /// `Api`, for lists of handlers.
    pub(crate) name: String,
    /// The same as a part of a name, and apart from that of every other block.
    pub(crate) prefix: String,
    pub(crate) is_generic: bool,
    /// `#[cfg]`s under which there is the function.
    pub(crate) conditions: Vec<syn::Attribute>,
}

/// What stands beside the block, and the function behind its guard within.
pub(crate) fn guarded_in_block(
    policy: &Policy,
    handler: &Handler,
    block: &Block,
) -> [TokenStream; 2] {
    let door = door(policy.krate.as_ref());
    let marker = marker(handler);
    let marker = format_ident!("{}__{marker}", block.prefix, span = Span::mixed_site());
    let access = access::declared(policy, handler, Some(block), &door, &marker);
    let function = function::behind_guard(policy, handler, &door, &marker);
    [access, function]
}

/// The type that stands for one handler's policy, next to the handler.
fn marker(handler: &Handler) -> Ident {
    let name = handler.signature.ident.unraw();
    format_ident!("{name}__access", span = Span::mixed_site())
}
