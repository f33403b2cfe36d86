//! What a guarded function must look like.

use quote::ToTokens;
use syn::{FnArg, Signature};

use crate::errors::Errors;
use crate::syntax::{Handler, IdentityArgument};

/// actix-web implements its `Handler` trait up to this many arguments.
const MOST_ARGUMENTS: usize = 16;

pub(super) fn check(handler: &Handler, anonymous: bool, errors: &mut Errors) {
    check_expanded_once(handler, errors);
    check_signature(&handler.signature, errors);
    check_arguments(handler, anonymous, errors);
}

fn check_expanded_once(handler: &Handler, errors: &mut Errors) {
    if handler.is_guarded() {
        errors.at(
            &handler.signature.ident,
            "this attribute meets a handler that is guarded already: it stands below another \
             attribute of ours under a name that hides it (`use … as …`, `cfg_attr`)\nhelp: move \
             it above the others, or write it under its own name: `#[require_auth]`, \
             `#[require_role]`, `#[allow_anonymous]`",
        );
    }
}

fn check_signature(signature: &Signature, errors: &mut Errors) {
    let name = &signature.ident;
    if let Some(constness) = &signature.constness {
        errors.at(
            constness,
            format!("`{name}` is `const`, and a handler runs per request"),
        );
    }
    if signature.asyncness.is_none() {
        errors.at(
            signature.fn_token,
            format!("`{name}` is not async, and actix-web handlers are\nhelp: `async fn {name}`"),
        );
    }
    if let syn::Safety::Unsafe(unsafety) = &signature.safety {
        errors.at(
            unsafety,
            format!("`{name}` is `unsafe`, and a handler is called by actix-web"),
        );
    }
    if let Some(abi) = &signature.abi {
        errors.at(
            abi,
            format!("`{name}` has a foreign ABI, and a handler is called by actix-web"),
        );
    }
    if let Some(variadic) = &signature.variadic {
        errors.at(
            variadic,
            format!("`{name}` is variadic, and each argument is an extractor"),
        );
    }
}

fn check_arguments(handler: &Handler, anonymous: bool, errors: &mut Errors) {
    if let Some(FnArg::Receiver(receiver)) = handler.signature.inputs.first() {
        errors.at(
            receiver,
            "a handler has no `self`: actix-web calls it without one\nhelp: take shared state as \
             `web::Data<…>`",
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
        if let Some(cfg) = argument
            .attributes
            .iter()
            .find(|it| it.path().is_ident("cfg"))
        {
            errors.at(
                cfg,
                "`cfg` on an argument of a guarded handler\nhelp: write two handlers, each with \
                 its own `cfg`",
            );
        }
        if anonymous && argument.identity() == Some(IdentityArgument::Required) {
            errors.at(
                &argument.ty,
                format!(
                    "{} on a handler that `#[allow_anonymous]` opens to callers without one\nhelp: \
                     `Option<{}>`",
                    argument.quoted(),
                    argument.ty.to_token_stream()
                ),
            );
        }
    }
}
