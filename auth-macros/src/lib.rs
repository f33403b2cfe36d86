//! Attributes that declare who may call an actix-web handler.
//!
//! This crate is an implementation detail of `auth-runtime`, which re-exports the attributes and
//! is the crate to depend on. The generated code works only with the `auth-runtime` of the very
//! same version.
//!
//! Inside, one arrow is one room: attribute tokens → `syntax` → `policy` → `expand`. Mistakes are
//! collected and reported together; between rooms they stop the pipeline, so `expand` cannot fail.

mod code;
mod errors;
mod expand;
mod pipeline;
mod policy;
mod suggest;
mod syntax;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

use syntax::Kind;

#[doc = include_str!("../docs/require_auth.md")]
#[proc_macro_attribute]
pub fn require_auth(arguments: TokenStream, item: TokenStream) -> TokenStream {
    pipeline::guard(Kind::RequireAuth, arguments.into(), item.into()).into()
}

#[doc = include_str!("../docs/require_role.md")]
#[proc_macro_attribute]
pub fn require_role(arguments: TokenStream, item: TokenStream) -> TokenStream {
    pipeline::guard(Kind::RequireRole, arguments.into(), item.into()).into()
}

#[doc = include_str!("../docs/require_scope.md")]
#[proc_macro_attribute]
pub fn require_scope(arguments: TokenStream, item: TokenStream) -> TokenStream {
    pipeline::guard(Kind::RequireScope, arguments.into(), item.into()).into()
}

#[doc = include_str!("../docs/require_permission.md")]
#[proc_macro_attribute]
pub fn require_permission(arguments: TokenStream, item: TokenStream) -> TokenStream {
    pipeline::guard(Kind::RequirePermission, arguments.into(), item.into()).into()
}

#[doc = include_str!("../docs/require_owner.md")]
#[proc_macro_attribute]
pub fn require_owner(arguments: TokenStream, item: TokenStream) -> TokenStream {
    pipeline::guard(Kind::RequireOwner, arguments.into(), item.into()).into()
}

#[doc = include_str!("../docs/allow_anonymous.md")]
#[proc_macro_attribute]
pub fn allow_anonymous(arguments: TokenStream, item: TokenStream) -> TokenStream {
    pipeline::guard(Kind::AllowAnonymous, arguments.into(), item.into()).into()
}
