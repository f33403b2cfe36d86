//! What a guarded function must look like.

use quote::ToTokens;
use syn::{FnArg, ReturnType, Type};

use crate::code::Code;
use crate::errors::{Errors, mistake, quoted, source};
use crate::syntax::{Argument, Attribute, Handler, IdentityArgument};

/// actix-web implements its `Handler` trait up to this many arguments.
const MOST_ARGUMENTS: usize = 16;

pub(super) fn check(handler: &Handler, anonymous: bool, errors: &mut Errors) {
    if handler.is_program() {
        return guard_on_program(handler, errors);
    }
    check_signature(handler, errors);
    check_arguments(handler, anonymous, errors);
}

fn guard_on_program(handler: &Handler, errors: &mut Errors) {
    let name = &handler.signature.ident;
    let role = if name == "main" {
        "runs the server"
    } else {
        "is a test"
    };
    errors.at(
        Code::GuardOnMain,
        handler.keywords_and_name(),
        format!(
            "`{name}` {role}, and no request ever calls it\nhelp: put the attribute on each \
             `async fn` that serves a route"
        ),
    );
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
    Err(mistake(
        Code::UnknownName,
        late.place(),
        format!(
            "this is `#[{name}]` under another name, which the attributes above could not \
             know\nhelp: write `{name}` here, not the name that an import gave it"
        ),
    ))
}

fn check_signature(handler: &Handler, errors: &mut Errors) {
    let signature = &handler.signature;
    let name = &signature.ident;
    if signature.asyncness.is_none() {
        errors.at(
            Code::NotAsync,
            handler.keywords_and_name(),
            format!("`{name}` is not async, and actix-web handlers are\nhelp: `async fn {name}`"),
        );
    }
    if answers_nothing(&signature.output) {
        errors.at(
            Code::NoReturnType,
            name,
            format!(
                "`{name}` returns nothing, and actix-web has to answer with something\nhelp: \
                 `-> HttpResponse`, and `HttpResponse::NoContent().finish()` at the end"
            ),
        );
    }
    let mut unwanted = |code, keyword: &dyn ToTokens, why: &str| {
        errors.at(
            code,
            keyword.to_token_stream(),
            format!(
                "`{name}` is {0}, and {why}\nhelp: remove {0}",
                quoted(&keyword.to_token_stream())
            ),
        );
    };
    if let Some(constness) = &signature.constness {
        unwanted(Code::Const, constness, "a handler runs once per request");
    }
    if let syn::Safety::Unsafe(unsafety) = &signature.safety {
        unwanted(
            Code::Unsafe,
            unsafety,
            "actix-web calls a handler from safe code",
        );
    }
    if let Some(abi) = &signature.abi {
        unwanted(
            Code::Extern,
            abi,
            "actix-web calls a handler as a Rust function",
        );
    }
    if let Some(variadic) = &signature.variadic {
        errors.at(
            Code::Variadic,
            variadic,
            format!(
                "`{name}` takes {}, and each argument of a handler is an extractor\nhelp: remove it",
                quoted(variadic)
            ),
        );
    }
}

fn answers_nothing(output: &ReturnType) -> bool {
    match output {
        ReturnType::Default => true,
        ReturnType::Type(_, ty) => matches!(&**ty, Type::Tuple(tuple) if tuple.elems.is_empty()),
    }
}

fn check_arguments(handler: &Handler, anonymous: bool, errors: &mut Errors) {
    if let Some(FnArg::Receiver(receiver)) = handler.signature.inputs.first() {
        errors.at(
            Code::Receiver,
            receiver,
            "a handler has no `self`: actix-web calls it without one\nhelp: take shared state as \
             `web::Data<…>`",
        );
    }
    let arguments = handler.arguments();
    if let Some(surplus) = arguments.get(MOST_ARGUMENTS) {
        errors.at(
            Code::TooManyArguments,
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
            Code::CfgOnArgument,
            cfg,
            "`cfg` on an argument: the guard takes all arguments over, before it is known which \
             exist\nhelp: write two handlers, each with its own `cfg`",
        );
    }
    let Argument { pattern, ty, .. } = argument;
    if let Type::Reference(reference) = ty {
        let owned = &reference.elem;
        errors.at(
            Code::BorrowedArgument,
            ty,
            format!(
                "{} is borrowed, and a handler owns its arguments\nhelp: {}",
                quoted(argument),
                quoted(&quote::quote!(#pattern: #owned))
            ),
        );
    }
    if let Type::ImplTrait(_) = ty {
        errors.at(
            Code::ImplTraitArgument,
            ty,
            format!(
                "{} has a type that nobody names, and actix-web has to know which extractor it \
                 is\nhelp: name the type: `{}: web::Path<u32>`",
                quoted(argument),
                source(pattern.to_token_stream())
            ),
        );
    }
    if let (true, Some(record)) = (anonymous, argument.record()) {
        let record = source(record.record.to_token_stream());
        errors.at(
            Code::RecordUnderAnonymous,
            ty,
            format!(
                "{} on a handler that `#[allow_anonymous]` opens: a checked record needs a caller \
                 who is known\nhelp: `#[require_auth]` in its place; for callers without a \
                 credential load the `{record}` in the handler, and ask its `Option<Identity>`",
                quoted(argument)
            ),
        );
    }
    if anonymous && argument.identity() == Some(IdentityArgument::Required) {
        errors.at(
            Code::IdentityUnderAnonymous,
            ty,
            format!(
                "{} on a handler that `#[allow_anonymous]` opens to callers without one\nhelp: {}",
                quoted(argument),
                quoted(&quote::quote!(#pattern: Option<#ty>))
            ),
        );
    }
}
