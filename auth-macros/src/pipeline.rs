//! The whole story: read, lower, expand, or give the item back with every mistake.

use proc_macro2::TokenStream;

use crate::code::Code;
use crate::errors::{Errors, mistake};
use crate::expand;
use crate::policy::Policy;
use crate::syntax::{Attribute, Handler, Kind, take_attributes, unfit_surroundings};

/// Expands the attribute `kind`, written with `arguments`, on `item`.
pub(crate) fn guard(kind: Kind, arguments: TokenStream, item: TokenStream) -> TokenStream {
    if expand::is_greeting(&arguments, &item) {
        return TokenStream::new();
    }
    read(kind, arguments.clone(), &item)
        .and_then(lower)
        .unwrap_or_else(|error| expand::refused(item, Some(arguments), &error))
}

/// Expands the hidden attribute that `#[access_control]` puts above those of a handler: whatever
/// their names lead to in its module, they are taken along by name, and the guard is ours.
pub(crate) fn take_over(item: TokenStream) -> TokenStream {
    read_declared(&item)
        .and_then(lower)
        .unwrap_or_else(|error| expand::refused(item, None, &error))
}

fn lower((attributes, handler): (Vec<Attribute>, Handler)) -> syn::Result<TokenStream> {
    let policy = Policy::lower(attributes, &handler)?;
    Ok(expand::guarded(&policy, &handler))
}

/// The outermost of our attributes takes the others along, so that one policy is built once.
fn read(
    kind: Kind,
    arguments: TokenStream,
    item: &TokenStream,
) -> syn::Result<(Vec<Attribute>, Handler)> {
    let mut errors = Errors::default();
    let first = Attribute::expanding(kind, arguments, item, &mut errors);
    let mut handler = match Handler::read(item, kind.name()) {
        Ok(handler) => handler,
        Err(error) => return Err(errors.stop(error)),
    };
    check_surroundings(&handler, kind, &mut errors);
    let mut attributes = vec![first];
    attributes.extend(take_attributes(&mut handler, &mut errors));
    errors.finish((attributes, handler))
}

fn read_declared(item: &TokenStream) -> syn::Result<(Vec<Attribute>, Handler)> {
    let mut errors = Errors::default();
    let mut handler = Handler::read(item, "access_control")?;
    let Some(kind) = handler.attributes.iter().find_map(Kind::named) else {
        let name = &handler.signature.ident;
        let message = format!("`{name}` declares no access\nhelp: `#[require_auth]` above it");
        return Err(mistake(Code::HandlerUndeclared, name, message));
    };
    check_surroundings(&handler, kind, &mut errors);
    let attributes = take_attributes(&mut handler, &mut errors);
    errors.finish((attributes, handler))
}

fn check_surroundings(handler: &Handler, kind: Kind, errors: &mut Errors) {
    if handler.has_receiver() {
        return; // Reported later, and a receiver says more than a block.
    }
    if let Some(block) = unfit_surroundings() {
        let attribute = kind.name();
        let name = &handler.signature.ident;
        let way_out = if block.contains("impl") {
            "put `#[access_control]` on the block, or move"
        } else {
            "move"
        };
        errors.at(
            Code::InBlock,
            handler.keywords_and_name(),
            format!(
                "`#[{attribute}]` cannot guard a function inside {block}\nhelp: {way_out} \
                 `{name}` out of it"
            ),
        );
    }
}
