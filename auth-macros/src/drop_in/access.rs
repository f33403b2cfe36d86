//! Whether a served handler declares its access.

use proc_macro2::TokenStream;
use syn::{Attribute, Block, Expr, Item, Lit, Stmt};

use super::stacked::is_method;
use crate::code::Code;
use crate::errors::{Errors, mistake};
use crate::expand;
use crate::suggest::closest;
use crate::syntax::{Handler, Kind, is_inert, unfit_surroundings};

/// What is under the attribute, when it is no function; `error` says what is wrong with one.
pub(super) fn no_function(name: &str, item: &TokenStream, error: syn::Error) -> syn::Error {
    if !matches!(syn::parse2(item.clone()), Ok(other) if !matches!(other, Item::Fn(_))) {
        return error;
    }
    mistake(
        Code::NotAFunction,
        item.clone().into_iter().next(),
        format!(
            "`#[{name}]` serves a handler function, and this is none\nhelp: put it on the `async fn` \
             that serves the route"
        ),
    )
}

/// A route attribute makes a struct, which cannot stand in a block of functions.
pub(super) fn check_surroundings(name: &str, handler: &Handler) -> syn::Result<()> {
    let Some(block) = unfit_surroundings() else {
        return Ok(());
    };
    let function = &handler.signature.ident;
    Err(mistake(
        Code::RouteInBlock,
        handler.keywords_and_name(),
        format!(
            "`#[{name}]` cannot serve a function inside {block}\nhelp: move `{function}` out of it"
        ),
    ))
}

/// The handler declares its access above or below the attribute `name`, or may do so by another name:
/// then rustc judges what the name stands for.
pub(super) fn check(name: &str, handler: &mut Handler, errors: &mut Errors) {
    let declares = |it: &Attribute| Kind::named(it).is_some();
    let is_declared = handler.attributes.iter().any(declares) || handler.is_guarded();
    if is_declared || is_refused(handler) {
        return;
    }
    let function = handler.signature.ident.clone();
    let said = format!("`{function}` serves a route and declares no access");
    if let Some((attribute, meant)) = take_misspelt(handler) {
        let help = format!("did you mean `#[{meant}]`?");
        errors.at(Code::Undeclared, attribute, format!("{said}\nhelp: {help}"));
    } else if !handler.attributes.iter().any(may_be_ours) {
        let help = format!("`#[require_auth]` below `#[{name}]`, or `#[allow_anonymous]`");
        errors.at(Code::Undeclared, function, format!("{said}\nhelp: {help}"));
    }
}

/// The runtime crate's private door, as an attribute above names it in the type of the argument.
pub(super) fn door_above(handler: &Handler) -> TokenStream {
    ["Guarded", "Refused"]
        .into_iter()
        .find_map(|name| handler.argument_of_ours(name))
        .map_or_else(|| expand::door(None), |(door, _)| door)
}

fn may_be_ours(attribute: &Attribute) -> bool {
    !is_inert(attribute) && !is_method(attribute)
}

/// An attribute that is almost one of ours. It is taken off, because rustc would report it too.
fn take_misspelt(handler: &mut Handler) -> Option<(Attribute, &'static str)> {
    let names = Kind::ALL.map(Kind::name);
    let meant = |it: &Attribute| closest(&it.path().get_ident()?.to_string(), names);
    let (position, meant) = handler
        .attributes
        .iter()
        .enumerate()
        .find_map(|(position, it)| Some((position, meant(it)?)))?;
    Some((handler.attributes.remove(position), meant))
}

/// What a mistaken attribute above has left beside its errors: the handler inside one of the same name
/// that answers with an empty text, behind an argument that refuses everybody.
fn is_refused(handler: &Handler) -> bool {
    if handler.argument_of_ours("Refused").is_none() {
        return false;
    }
    let body = handler.body.clone().into();
    let Ok(Block { stmts, .. }) = syn::parse2(body) else {
        return false;
    };
    let [
        items @ ..,
        Stmt::Item(Item::Fn(inner)),
        Stmt::Expr(Expr::Lit(answer), None),
    ] = &stmts[..]
    else {
        return false;
    };
    let is_mention = |it: &Stmt| matches!(it, Stmt::Item(Item::Use(_) | Item::Const(_)));
    inner.sig.ident == handler.signature.ident
        && matches!(&answer.lit, Lit::Str(text) if text.value().is_empty())
        && items.iter().all(is_mention)
}
