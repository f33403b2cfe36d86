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

/// Those that attributes for other purposes are called as well.
const OTHER_MEANINGS: [&str; 4] = ["connect", "options", "query", "trace"];

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
        if !is_routing(attribute.path(), &name, &path.value()) {
            return None;
        }
        let methods = match name.as_str() {
            "route" => named_methods(&tokens),
            method if is_route_method(method) => vec![method.to_uppercase()],
            _ => return None,
        };
        Some(Self { methods, path })
    }
}

/// Whether an attribute of such a name makes a route. Somebody else's, `#[telemetry::trace("span")]`,
/// may mean anything by it; behind a path that is not known, a name and a text must speak for it.
fn is_routing(attribute: &syn::Path, name: &str, text: &str) -> bool {
    let mut words = attribute.segments.iter().map(|segment| &segment.ident);
    match (words.next(), words.next()) {
        (Some(_), None) => true,
        (Some(first), Some(_)) if first == "actix_web" || first == "auth_runtime" => true,
        _ => !OTHER_MEANINGS.contains(&name) && text.starts_with('/'),
    }
}

/// Whether an attribute is actix-web's or ours by its name, and can be nobody else's but by an import of the same
/// name.
pub(crate) fn is_surely_route(attribute: &syn::Attribute) -> bool {
    let path = attribute.path();
    if path.is_ident("routes") {
        return true;
    }
    let first = path.segments.first().map(|it| it.ident.to_string());
    let is_known = match first.as_deref() {
        Some("actix_web" | "auth_runtime") => true,
        Some(name) => path.segments.len() == 1 && !OTHER_MEANINGS.contains(&name),
        None => false,
    };
    is_known && Route::read(attribute).is_some()
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

#[cfg(test)]
mod tests {
    use syn::{Attribute, parse_quote};

    use super::{Route, is_surely_route};

    fn read(attribute: &Attribute) -> Option<String> {
        let Route { methods, path } = Route::read(attribute)?;
        Some(format!("{} {}", methods.join(" "), path.value()))
    }

    #[test]
    fn a_route_attribute_is_read_by_any_path_to_it() {
        let routes: [(Attribute, &str); 10] = [
            (parse_quote!(#[get("/a")]), "GET /a"),
            (parse_quote!(#[get("a")]), "GET a"),
            (parse_quote!(#[get("")]), "GET "),
            (parse_quote!(#[trace("/a")]), "TRACE /a"),
            (parse_quote!(#[actix_web::get("{id}")]), "GET {id}"),
            (parse_quote!(#[::actix_web::trace("/a")]), "TRACE /a"),
            (parse_quote!(#[auth_runtime::query("a")]), "QUERY a"),
            (parse_quote!(#[facade::web::post("/a")]), "POST /a"),
            (
                parse_quote!(#[route("/a", method = "GET", method = "PUT")]),
                "GET PUT /a",
            ),
            (
                parse_quote!(#[facade::route("/a", method = "GET")]),
                "GET /a",
            ),
        ];
        for (attribute, route) in routes {
            assert_eq!(read(&attribute).as_deref(), Some(route));
        }
    }

    /// A row for it would say of a handler what is not so.
    #[test]
    fn an_attribute_for_another_purpose_is_no_route() {
        let others: [Attribute; 7] = [
            parse_quote!(#[telemetry::trace("span")]),
            parse_quote!(#[telemetry::trace("/users")]),
            parse_quote!(#[facade::query("/users")]),
            parse_quote!(#[cache::get("users")]),
            parse_quote!(#[cache::put("")]),
            parse_quote!(#[doc("/users")]),
            parse_quote!(#[get]),
        ];
        for attribute in others {
            assert_eq!(read(&attribute), None);
        }
    }

    /// Somebody else's `get` is to see the function that it stands on.
    #[test]
    fn a_route_attribute_is_certain_by_a_name_that_nobody_else_has() {
        let certain: [Attribute; 6] = [
            parse_quote!(#[get("/a")]),
            parse_quote!(#[routes]),
            parse_quote!(#[route("/a", method = "GET")]),
            parse_quote!(#[actix_web::trace("/a")]),
            parse_quote!(#[::actix_web::get("a")]),
            parse_quote!(#[auth_runtime::query("/a")]),
        ];
        for attribute in certain {
            assert!(is_surely_route(&attribute));
        }
        let uncertain: [Attribute; 6] = [
            parse_quote!(#[instrument("/a")]),
            parse_quote!(#[trace("/a")]),
            parse_quote!(#[cache::get("/a")]),
            parse_quote!(#[facade::routes]),
            parse_quote!(#[get]),
            parse_quote!(#[telemetry::trace("span")]),
        ];
        for attribute in uncertain {
            assert!(!is_surely_route(&attribute));
        }
    }
}
