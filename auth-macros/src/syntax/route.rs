//! Route attributes that are visible on the handler, for the access table.

use proc_macro2::TokenTree;
use syn::{LitStr, Meta};

/// `#[get("/users/{id}")]`, as far as it can be seen.
pub(crate) struct Route {
    /// `GET`, or what `method = "…"` says.
    pub(crate) methods: Vec<String>,
    pub(crate) path: LitStr,
}

/// The route attributes that serve one method.
const METHODS: [&str; 10] = [
    "get", "post", "put", "delete", "head", "connect", "options", "trace", "patch", "query",
];

/// `get`, `post`, …
pub(crate) fn is_route_method(name: &str) -> bool {
    METHODS.contains(&name)
}

/// The same, `route`, or `routes`.
pub(crate) fn is_route(name: &str) -> bool {
    is_route_method(name) || matches!(name, "route" | "routes")
}

impl Route {
    /// The routes among an item's attributes. A route attribute above ours is already gone.
    pub(crate) fn visible(attributes: &[syn::Attribute]) -> Vec<Self> {
        attributes.iter().filter_map(Self::read).collect()
    }

    /// A route attribute that cannot be read is the route macro's business to report.
    fn read(attribute: &syn::Attribute) -> Option<Self> {
        let name = attribute.path().segments.last()?.ident.to_string();
        let Meta::List(list) = &attribute.meta else {
            return None;
        };
        let tokens: Vec<TokenTree> = list.tokens.clone().into_iter().collect();
        let path = syn::parse2::<LitStr>(tokens.first()?.clone().into()).ok()?;
        let methods = match name.as_str() {
            "route" => named_methods(&tokens),
            method if is_route_method(method) => vec![method.to_uppercase()],
            _ => return None,
        };
        Some(Self { methods, path })
    }
}

/// The values of `method = "…"` in `#[route("/", method = "GET", method = "HEAD")]`.
fn named_methods(tokens: &[TokenTree]) -> Vec<String> {
    tokens
        .windows(3)
        .filter_map(|window| match window {
            [TokenTree::Ident(key), TokenTree::Punct(_), value] if key == "method" => {
                syn::parse2::<LitStr>(value.clone().into()).ok()
            }
            _ => None,
        })
        .map(|method| method.value())
        .collect()
}
