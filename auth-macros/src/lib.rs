//! Attributes that declare who may call an actix-web handler.
//!
//! This crate is an implementation detail of `auth-runtime`, which re-exports the attributes and
//! is the crate to depend on. The generated code works only with the `auth-runtime` of the very
//! same version.
//!
//! Inside, one arrow is one room: attribute tokens → `syntax` → `policy` → `expand`. Mistakes are
//! collected and reported together; between rooms they stop the pipeline, so `expand` cannot fail.

mod code;
mod control;
mod drop_in;
mod errors;
mod expand;
mod pipeline;
mod policy;
mod suggest;
mod syntax;
#[cfg(test)]
mod tests;
mod vocabulary;

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

#[doc = include_str!("../docs/require_tenant.md")]
#[proc_macro_attribute]
pub fn require_tenant(arguments: TokenStream, item: TokenStream) -> TokenStream {
    pipeline::guard(Kind::RequireTenant, arguments.into(), item.into()).into()
}

#[doc = include_str!("../docs/require_condition.md")]
#[proc_macro_attribute]
pub fn require_condition(arguments: TokenStream, item: TokenStream) -> TokenStream {
    pipeline::guard(Kind::RequireCondition, arguments.into(), item.into()).into()
}

#[doc = include_str!("../docs/allow_anonymous.md")]
#[proc_macro_attribute]
pub fn allow_anonymous(arguments: TokenStream, item: TokenStream) -> TokenStream {
    pipeline::guard(Kind::AllowAnonymous, arguments.into(), item.into()).into()
}

#[doc = include_str!("../docs/derive_role.md")]
#[proc_macro_derive(Role, attributes(role))]
pub fn derive_role(item: TokenStream) -> TokenStream {
    vocabulary::derive(Kind::RequireRole, item.into()).into()
}

#[doc = include_str!("../docs/derive_scope.md")]
#[proc_macro_derive(Scope, attributes(scope))]
pub fn derive_scope(item: TokenStream) -> TokenStream {
    vocabulary::derive(Kind::RequireScope, item.into()).into()
}

#[doc = include_str!("../docs/derive_permission.md")]
#[proc_macro_derive(Permission, attributes(permission))]
pub fn derive_permission(item: TokenStream) -> TokenStream {
    vocabulary::derive(Kind::RequirePermission, item.into()).into()
}

#[doc = include_str!("../docs/access_control.md")]
#[proc_macro_attribute]
pub fn access_control(arguments: TokenStream, item: TokenStream) -> TokenStream {
    control::access_control(arguments.into(), item.into()).into()
}

/// What `#[access_control]` puts above the attributes of a handler that declares its access itself.
#[doc(hidden)]
#[proc_macro_attribute]
pub fn __declared(_: TokenStream, item: TokenStream) -> TokenStream {
    pipeline::take_over(item.into()).into()
}

/// Makes the constant that is between its parentheses of a function that route attributes have seen.
#[doc(hidden)]
#[proc_macro_attribute]
pub fn __instead(constant: TokenStream, function: TokenStream) -> TokenStream {
    expand::instead(constant.into(), function.into()).into()
}

/// A route attribute of actix-web's name and syntax.
macro_rules! route_attribute {
    ($name:ident, $($documentation:tt)+) => {
        #[doc = $($documentation)+]
        #[proc_macro_attribute]
        pub fn $name(arguments: TokenStream, item: TokenStream) -> TokenStream {
            drop_in::serve(stringify!($name), arguments.into(), item.into()).into()
        }
    };
}

/// A route attribute for one method that says no more than [`get`](macro@get) does.
macro_rules! method_attribute {
    ($name:ident, $method:literal) => {
        route_attribute!(
            $name,
            concat!(
                "Serves a handler that declares its access, by `",
                $method,
                "`.\n\n",
                "As [`get`](macro@get), which says more."
            )
        );
    };
}

route_attribute!(get, include_str!("../docs/get.md"));
route_attribute!(route, include_str!("../docs/route.md"));
route_attribute!(routes, include_str!("../docs/routes.md"));
method_attribute!(connect, "CONNECT");
method_attribute!(delete, "DELETE");
method_attribute!(head, "HEAD");
method_attribute!(options, "OPTIONS");
method_attribute!(patch, "PATCH");
method_attribute!(post, "POST");
method_attribute!(put, "PUT");
method_attribute!(query, "QUERY");
method_attribute!(trace, "TRACE");
