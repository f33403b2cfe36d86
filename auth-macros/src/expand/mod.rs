//! Policy → tokens. Nothing here can fail.
//!
//! The output must be valid at module level and inside a function body: below `#[get]` our
//! function already sits inside the method that actix-web's attribute generates.

mod access;
mod argument;
mod fallback;
mod function;
mod path;
mod vocabulary;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::ext::IdentExt;

pub(crate) use access::is_greeting;
pub(crate) use fallback::refused;

use crate::policy::Policy;
use crate::syntax::Handler;

/// The handler behind its guard, and the policy that the guard enforces.
pub(crate) fn guarded(policy: &Policy, handler: &Handler) -> TokenStream {
    let door = path::door(policy.krate.as_ref());
    let marker = marker(handler);
    let access = access::declared(policy, handler, &door, &marker);
    let function = function::behind_guard(policy, handler, &door, &marker);
    // `mixed_site`: the handler's body can neither see nor shadow what is generated here.
    quote_spanned!(Span::mixed_site()=> #access #function)
}

/// The type that stands for one handler's policy, next to the handler.
fn marker(handler: &Handler) -> Ident {
    let name = handler.signature.ident.unraw();
    format_ident!("{name}__access", span = Span::mixed_site())
}
