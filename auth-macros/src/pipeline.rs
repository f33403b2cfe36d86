//! The whole story: read, lower, expand, or give the item back with every mistake.

use proc_macro2::TokenStream;

use crate::errors::Errors;
use crate::expand;
use crate::policy::Policy;
use crate::syntax::{Attribute, Handler, Kind, take_attributes};

/// Expands the attribute `kind`, written with `arguments`, on `item`.
pub(crate) fn guard(kind: Kind, arguments: TokenStream, item: TokenStream) -> TokenStream {
    read(kind, arguments, item.clone())
        .and_then(|(attributes, handler)| {
            let policy = Policy::lower(attributes, &handler)?;
            Ok(expand::guarded(&policy, &handler))
        })
        .unwrap_or_else(|error| expand::refused(item, &error))
}

/// The outermost of our attributes takes the others along, so that one policy is built once.
fn read(
    kind: Kind,
    arguments: TokenStream,
    item: TokenStream,
) -> syn::Result<(Vec<Attribute>, Handler)> {
    let mut errors = Errors::default();
    let first = Attribute::expanding(kind, arguments, &mut errors);
    let mut handler = match Handler::read(item, kind.name()) {
        Ok(handler) => handler,
        Err(error) => return Err(errors.stop(error)),
    };
    let mut attributes = vec![first];
    let (others, paths) = take_attributes(&mut handler.attributes, &mut errors);
    attributes.extend(others);
    handler.taken = paths;
    errors.finish((attributes, handler))
}
