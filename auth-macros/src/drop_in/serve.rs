//! The whole story: read, take the declaring attributes along, guard, register.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Visibility;
use syn::ext::IdentExt;

use super::arguments::{self, Registration};
use super::service::{Guarded, Service};
use super::{access, stacked};
use crate::errors::Errors;
use crate::expand;
use crate::policy::Policy;
use crate::syntax::{Handler, take_attributes};

/// Expands the route attribute `name`, written with `arguments`, on `item`.
pub(crate) fn serve(name: &str, arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut handler = match syn::parse2::<Handler>(item.clone()) {
        Ok(handler) => handler,
        Err(error) => {
            return expand::refused(item.clone(), None, &access::no_function(name, &item, error));
        }
    };
    if let Err(error) = access::check_surroundings(name, &handler) {
        return expand::refused(item, None, &error);
    }
    let mut errors = Errors::default();
    stacked::check(name, &mut handler, &mut errors);
    access::check(name, &mut handler, &mut errors);
    let registrations = arguments::read(name, arguments, &handler, &mut errors);
    stacked::take_methods(&mut handler);

    let service = Service::of(&handler);
    handler.visibility = Visibility::Inherited;
    let written = as_written(&handler);
    match guarded(handler, &registrations, errors) {
        Ok(guarded) => service.registering(&guarded, &registrations),
        Err(error) => service.of_nothing(&expand::refused(written, None, &error)),
    }
}

fn guarded(
    mut handler: Handler,
    registrations: &[Registration],
    mut errors: Errors,
) -> syn::Result<Guarded> {
    let attributes = take_attributes(&mut handler, &mut errors);
    let attributes = errors.finish(attributes)?;
    if attributes.is_empty() {
        // One that stood above has guarded it, or one that goes by another name will.
        return Ok(Guarded {
            door: access::door_above(&handler),
            function: as_written(&handler),
        });
    }
    // The policy is to know the routes, which are registered here.
    let others = handler.attributes.clone();
    let routes = registrations.iter().map(Registration::as_attribute);
    handler.attributes.extend(routes);
    let policy = Policy::lower(attributes, &handler)?;
    handler.attributes = others;
    let name = handler.signature.ident.unraw().to_string();
    let function = if registrations.iter().any(|it| it.mentions(&name)) {
        expand::guarded(&policy, &handler)
    } else {
        expand::guarded_in_service(&policy, &handler)
    };
    let door = expand::door(policy.krate.as_ref());
    Ok(Guarded { function, door })
}

fn as_written(handler: &Handler) -> TokenStream {
    let Handler {
        attributes,
        visibility,
        signature,
        body,
        ..
    } = handler;
    quote!(#(#attributes)* #visibility #signature #body)
}
