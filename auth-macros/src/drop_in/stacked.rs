//! One route attribute a handler, or `#[routes]` above several.

use quote::quote;
use syn::Attribute;

use crate::code::Code;
use crate::errors::{Errors, quoted};
use crate::syntax::{Handler, is_route, is_route_method};

/// Another route attribute would be expanded inside the service that this one makes, and name its
/// own service after the handler there.
pub(super) fn check(name: &str, handler: &mut Handler, errors: &mut Errors) {
    let reads_methods = name == "routes";
    let is_stray = |it: &Attribute| is_actix_route(it) && !(reads_methods && is_method(it));
    for stray in take(handler, is_stray) {
        let message = if reads_methods {
            format!(
                "`#[routes]` does not read {}\nhelp: below it stand methods by their bare names: \
                 `#[get(\"/…\")]`",
                quoted(&quote!(#stray))
            )
        } else {
            format!(
                "a second route attribute below `#[{name}]`\nhelp: `#[routes]` above them, for \
                 several methods or paths"
            )
        };
        errors.at(Code::SecondRoute, stray, message);
    }
}

/// Takes off what `#[routes]` has read.
pub(super) fn take_methods(handler: &mut Handler) {
    take(handler, is_method);
}

/// `#[get(…)]`, by its bare name, as actix-web's `#[routes]` reads it.
pub(super) fn is_method(attribute: &Attribute) -> bool {
    let name = attribute.path().get_ident().map(ToString::to_string);
    name.is_some_and(|name| is_route_method(&name))
}

fn take(handler: &mut Handler, wanted: impl Fn(&Attribute) -> bool) -> Vec<Attribute> {
    let (taken, others) = std::mem::take(&mut handler.attributes)
        .into_iter()
        .partition(wanted);
    handler.attributes = others;
    taken
}

/// actix-web's or ours. Behind another path may be anything.
fn is_actix_route(attribute: &Attribute) -> bool {
    let names: Vec<_> = attribute
        .path()
        .segments
        .iter()
        .map(|it| it.ident.to_string())
        .collect();
    let name = match &names[..] {
        [name] => name,
        [krate, name] if krate == "actix_web" || krate == "auth_runtime" => name,
        _ => return false,
    };
    is_route(name)
}
