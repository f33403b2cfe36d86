//! The function under our attribute: signature parsed, body kept as it was typed.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::{
    Attribute, FnArg, GenericArgument, Path, PathArguments, PathSegment, Signature, Type,
    Visibility,
};

use super::argument::Argument;
use crate::code::Code;
use crate::errors::mistake;

/// A handler as it was written.
#[derive(Clone)]
pub(crate) struct Handler {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) signature: Signature,
    /// One `{ … }`, never looked into.
    pub(crate) body: TokenTree,
    /// Our attributes that were taken off it. The compiler will never see them expanded, so
    /// something has to mention their names, or the imports of them would count as unused.
    pub(crate) taken: Vec<Path>,
}

impl Parse for Handler {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        Ok(Self {
            attributes: input.call(Attribute::parse_outer)?,
            visibility: input.parse()?,
            signature: input.parse()?,
            body: bare(input.parse()?),
            taken: Vec::new(),
        })
    }
}

/// A macro's `$body:block` arrives inside an invisible group.
fn bare(body: TokenTree) -> TokenTree {
    match &body {
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
            group.stream().into_iter().next().map_or(body, bare)
        }
        _ => body,
    }
}

impl Handler {
    /// Reads the item under the attribute `name`; anything but a function is reported.
    pub(crate) fn read(item: &TokenStream, name: &str) -> syn::Result<Self> {
        let handler: Self = syn::parse2(item.clone()).map_err(|error| match other_item(item) {
            Some((keyword, kind)) => mistake(
                Code::NotAFunction,
                keyword,
                format!(
                    "`#[{name}]` guards a handler function, and this is {kind}\nhelp: {}",
                    instead(name, kind)
                ),
            ),
            None => error,
        })?;
        match &handler.body {
            TokenTree::Group(body) if body.delimiter() == Delimiter::Brace => Ok(handler),
            _ => Err(mistake(
                Code::NoBody,
                &handler.signature,
                format!(
                    "`{}` has no body, and `#[{name}]` guards what a handler does\nhelp: put it on \
                     the `async fn` that serves the route",
                    handler.signature.ident
                ),
            )),
        }
    }

    /// The arguments, when the function has no receiver.
    pub(crate) fn arguments(&self) -> Vec<Argument<'_>> {
        self.signature
            .inputs
            .iter()
            .filter_map(|argument| match argument {
                FnArg::Typed(typed) => Some(Argument {
                    attributes: &typed.attrs,
                    pattern: &typed.pat,
                    ty: &typed.ty,
                }),
                FnArg::Receiver(_) => None,
            })
            .collect()
    }

    pub(crate) fn has_receiver(&self) -> bool {
        matches!(self.signature.inputs.first(), Some(FnArg::Receiver(_)))
    }

    /// `async fn me`
    pub(crate) fn keywords_and_name(&self) -> TokenStream {
        let Signature {
            asyncness,
            fn_token,
            ident,
            ..
        } = &self.signature;
        quote::quote!(#asyncness #fn_token #ident)
    }

    /// `#[actix_web::main]` or a test: what runs the server, and not what it serves. Below that
    /// attribute the function is no longer async.
    pub(crate) fn is_program(&self) -> bool {
        let runs = |attribute: &Attribute| {
            let path = attribute.path();
            let last = path.segments.last().map(|last| last.ident.to_string());
            path.segments.len() > 1 && matches!(last.as_deref(), Some("main" | "test"))
        };
        self.attributes.iter().any(runs)
            || self.signature.ident == "main" && self.signature.asyncness.is_none()
    }

    /// Whether one of our attributes has expanded on this function before.
    pub(crate) fn is_guarded(&self) -> bool {
        let guard = self.argument_of_ours("Guarded");
        guard.is_some_and(|(door, guard)| {
            is_door_itself(&door) || guards_as_attributes_do(guard, &door)
        })
    }

    /// The private door of the runtime crate, and the segment behind it that is the type `name`, where
    /// that is the type of the only argument: nothing else has our attributes' own types.
    pub(crate) fn argument_of_ours(&self, name: &str) -> Option<(TokenStream, &PathSegment)> {
        let [FnArg::Typed(argument)] = &self.signature.inputs.iter().collect::<Vec<_>>()[..] else {
            return None;
        };
        match &*argument.ty {
            Type::Path(path) if path.qself.is_none() => behind_door(&path.path, name),
            _ => None,
        }
    }
}

/// `…::__private::name`, as what stands before the name, and the name.
fn behind_door<'a>(path: &'a Path, name: &str) -> Option<(TokenStream, &'a PathSegment)> {
    let last = path.segments.last().filter(|last| last.ident == name)?;
    let mut door = path.clone();
    door.segments.pop();
    door.segments.pop_punct();
    let is_door = door.segments.last()?.ident == "__private";
    is_door.then(|| (door.into_token_stream(), last))
}

fn is_door_itself(door: &TokenStream) -> bool {
    door.to_string() == quote::quote!(::auth_runtime::__private).to_string()
}

/// Below `crate = …` the door has any name, and so may somebody else's: there the whole type is to be as
/// the attributes write it, `Guarded<me__access, …::__private::Known, (…)>`.
fn guards_as_attributes_do(guard: &PathSegment, door: &TokenStream) -> bool {
    let PathArguments::AngleBracketed(inner) = &guard.arguments else {
        return false;
    };
    let [
        GenericArgument::Type(Type::Path(marker)),
        GenericArgument::Type(Type::Path(caller)),
        GenericArgument::Type(Type::Tuple(_)),
    ] = &inner.args.iter().collect::<Vec<_>>()[..]
    else {
        return false;
    };
    let is_marker = marker
        .path
        .get_ident()
        .is_some_and(|it| it.to_string().ends_with("__access"));
    let is_caller = ["Known", "Anyone"].into_iter().any(|name| {
        behind_door(&caller.path, name).is_some_and(|(its, _)| its.to_string() == door.to_string())
    });
    is_marker && is_caller
}

/// What the item is, when it is no function.
fn other_item(item: &TokenStream) -> Option<(TokenTree, &'static str)> {
    const KINDS: [(&str, &str); 11] = [
        ("struct", "a struct"),
        ("enum", "an enum"),
        ("union", "a union"),
        ("trait", "a trait"),
        ("impl", "an `impl` block"),
        ("mod", "a module"),
        ("static", "a static"),
        ("const", "a constant"),
        ("type", "a type alias"),
        ("use", "an import"),
        ("macro_rules", "a macro"),
    ];
    let words: Vec<_> = item
        .clone()
        .into_iter()
        .take_while(|token| !is_fn(token))
        .collect();
    if words.len() < item.clone().into_iter().count() {
        return None;
    }
    words
        .iter()
        .find_map(|token| {
            let kind = KINDS.iter().find(|(keyword, _)| is_word(token, keyword))?;
            Some((token.clone(), kind.1))
        })
        .or_else(|| Some((words.first()?.clone(), "something else")))
}

/// A block of handlers has an attribute of its own.
fn instead(name: &str, kind: &str) -> String {
    match kind {
        "a module" | "an `impl` block" => format!(
            "put it on each `async fn` that serves a route, or `#[access_control({name})]` here"
        ),
        _ => "put it on each `async fn` that serves a route".into(),
    }
}

fn is_fn(token: &TokenTree) -> bool {
    is_word(token, "fn")
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == word)
}
