//! What a guarded function must look like.

use quote::ToTokens;
use syn::{FnArg, Type};

use crate::errors::{Errors, quoted};
use crate::syntax::{Argument, Attribute, Handler, IdentityArgument};

/// actix-web implements its `Handler` trait up to this many arguments.
const MOST_ARGUMENTS: usize = 16;

pub(super) fn check(handler: &Handler, anonymous: bool, errors: &mut Errors) {
    check_signature(handler, errors);
    check_arguments(handler, anonymous, errors);
}

/// An attribute that the one above could not see: whatever else it lacks may stand up there.
pub(super) fn check_expanded_once(handler: &Handler, attributes: &[Attribute]) -> syn::Result<()> {
    let [late, ..] = attributes else {
        return Ok(());
    };
    if !handler.is_guarded() {
        return Ok(());
    }
    let name = late.kind().name();
    Err(syn::Error::new_spanned(
        late.place(),
        format!(
            "this is `#[{name}]` under another name, and the attributes above have guarded the \
             handler without it\nhelp: write `{name}` here, not the name that an import gave it"
        ),
    ))
}

fn check_signature(handler: &Handler, errors: &mut Errors) {
    let signature = &handler.signature;
    let name = &signature.ident;
    if signature.asyncness.is_none() {
        errors.at(
            handler.keywords_and_name(),
            format!("`{name}` is not async, and actix-web handlers are\nhelp: `async fn {name}`"),
        );
    }
    let mut unwanted = |keyword: &dyn ToTokens, why: &str| {
        errors.at(
            keyword.to_token_stream(),
            format!(
                "`{name}` is {0}, and {why}\nhelp: remove {0}",
                quoted(&keyword.to_token_stream())
            ),
        );
    };
    if let Some(constness) = &signature.constness {
        unwanted(constness, "a handler runs once per request");
    }
    if let syn::Safety::Unsafe(unsafety) = &signature.safety {
        unwanted(unsafety, "actix-web calls a handler from safe code");
    }
    if let Some(abi) = &signature.abi {
        unwanted(abi, "actix-web calls a handler as a Rust function");
    }
    if let Some(variadic) = &signature.variadic {
        unwanted(variadic, "each argument of a handler is an extractor");
    }
}

fn check_arguments(handler: &Handler, anonymous: bool, errors: &mut Errors) {
    if let Some(FnArg::Receiver(receiver)) = handler.signature.inputs.first() {
        errors.at(
            receiver,
            "a handler has no `self`: actix-web calls it without one\nhelp: write it outside the \
             `impl` block, and take shared state as `web::Data<…>`",
        );
    }
    let arguments = handler.arguments();
    if let Some(surplus) = arguments.get(MOST_ARGUMENTS) {
        errors.at(
            surplus,
            format!(
                "more than {MOST_ARGUMENTS} arguments, the most that actix-web calls a handler \
                 with\nhelp: put several into a tuple or into one extractor of yours"
            ),
        );
    }
    for argument in &arguments {
        check_argument(argument, anonymous, errors);
    }
}

fn check_argument(argument: &Argument<'_>, anonymous: bool, errors: &mut Errors) {
    let cfg = |it: &&syn::Attribute| it.path().is_ident("cfg") || it.path().is_ident("cfg_attr");
    if let Some(cfg) = argument.attributes.iter().find(cfg) {
        errors.at(
            cfg,
            "`cfg` on an argument of a guarded handler\nhelp: write two handlers, each with its \
             own `cfg`",
        );
    }
    let Argument { pattern, ty, .. } = argument;
    if let Type::Reference(reference) = ty {
        let owned = &reference.elem;
        errors.at(
            ty,
            format!(
                "{} is borrowed, and a handler owns its arguments\nhelp: {}",
                quoted(argument),
                quoted(&quote::quote!(#pattern: #owned))
            ),
        );
    }
    if anonymous && argument.identity() == Some(IdentityArgument::Required) {
        errors.at(
            ty,
            format!(
                "{} on a handler that `#[allow_anonymous]` opens to callers without one\nhelp: {}",
                quoted(argument),
                quoted(&quote::quote!(#pattern: Option<#ty>))
            ),
        );
    }
}
