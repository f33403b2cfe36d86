//! What stands in the parentheses of a route attribute.

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::{Attribute, Expr, LitStr, Meta, Path, parse_quote};

use super::path;
use super::stacked::is_method;
use crate::code::Code;
use crate::errors::{Errors, quoted};
use crate::suggest::closest;
use crate::syntax::{Handler, Segment, Setting, split};

/// A route that a handler is registered at.
pub(super) struct Registration {
    pub(super) path: LitStr,
    pub(super) name: Option<LitStr>,
    pub(super) methods: Vec<LitStr>,
    pub(super) guards: Vec<Path>,
    pub(super) wraps: Vec<Expr>,
}

/// A route attribute, and the words for messages about it.
pub(super) struct Written {
    pub(super) name: String,
    /// What an error underlines when the whole attribute is meant.
    pub(super) place: TokenStream,
    /// A path for examples.
    pub(super) example: String,
}

/// Reads the arguments of the attribute `name`, or of those that `#[routes]` reads.
pub(super) fn read(
    name: &str,
    arguments: TokenStream,
    handler: &Handler,
    errors: &mut Errors,
) -> Vec<Registration> {
    let function = &handler.signature.ident;
    // The call site lies where the attribute is written; a user's token lends its hygiene.
    let place = Ident::new(name, function.span().located_at(Span::call_site()));
    let written = Written {
        name: name.into(),
        place: place.into_token_stream(),
        example: format!("/{function}"),
    };
    if name == "routes" {
        read_below(&written, &arguments, handler, errors)
    } else {
        written.read(arguments, errors).into_iter().collect()
    }
}

fn read_below(
    written: &Written,
    arguments: &TokenStream,
    handler: &Handler,
    errors: &mut Errors,
) -> Vec<Registration> {
    let methods: Vec<_> = handler
        .attributes
        .iter()
        .filter(|it| is_method(it))
        .collect();
    let example = &written.example;
    if !arguments.is_empty() {
        errors.at(
            Code::RouteArgument,
            arguments,
            format!("`#[routes]` takes no arguments\nhelp: below it, `#[get(\"{example}\")]`"),
        );
    } else if methods.is_empty() {
        errors.at(
            Code::RouteMethod,
            &written.place,
            format!("`#[routes]` with no route below it\nhelp: `#[get(\"{example}\")]`"),
        );
    }
    let read = |method: &Attribute| {
        let written = Written {
            name: method.path().to_token_stream().to_string(),
            place: method.to_token_stream(),
            example: example.clone(),
        };
        written.read(arguments_of(method), errors)
    };
    methods.into_iter().filter_map(read).collect()
}

fn arguments_of(attribute: &Attribute) -> TokenStream {
    match &attribute.meta {
        Meta::List(list) => list.tokens.clone(),
        _ => TokenStream::new(),
    }
}

impl Written {
    /// `None` when there is no path that can be read; the rest is read all the same.
    fn read(&self, arguments: TokenStream, errors: &mut Errors) -> Option<Registration> {
        let mut segments = split(arguments, errors).into_iter().peekable();
        let path = match segments.next_if(|first| matches!(first, Segment::Value(_))) {
            Some(Segment::Value(tokens)) => self.path(&tokens.into_iter().collect(), errors),
            _ => self.no_path(errors),
        };
        let (mut name, mut guards, mut wraps, mut methods) = (None, vec![], vec![], vec![]);
        for segment in segments {
            match segment {
                Segment::Value(tokens) => self.stray(&tokens.into_iter().collect(), errors),
                Segment::Setting(setting) => match setting.key.to_string().as_str() {
                    "method" => methods.push(setting),
                    "name" => name = value(&setting, Some, errors),
                    "guard" => guards.extend(value(&setting, |text| text.parse().ok(), errors)),
                    "wrap" => wraps.extend(value(&setting, |text| text.parse().ok(), errors)),
                    _ => self.unknown(&setting, errors),
                },
            }
        }
        let methods = self.methods(&methods, errors);
        Some(Registration {
            path: path?,
            name,
            methods,
            guards,
            wraps,
        })
    }

    fn no_path<T>(&self, errors: &mut Errors) -> Option<T> {
        let Self {
            name,
            place,
            example,
        } = self;
        let message = format!("`#[{name}]` names no path\nhelp: `#[{name}(\"{example}\")]`");
        errors.at(Code::RoutePath, place, message);
        None
    }

    fn path(&self, tokens: &TokenStream, errors: &mut Errors) -> Option<LitStr> {
        let path = syn::parse2::<LitStr>(tokens.clone()).ok();
        if let Some(path) = &path {
            path::check(path, errors);
        } else {
            let Self { name, example, .. } = self;
            errors.at(
                Code::RoutePath,
                tokens,
                format!(
                    "{} is not a path in quotes\nhelp: `#[{name}(\"{example}\")]`",
                    quoted(tokens)
                ),
            );
        }
        path
    }

    /// What is neither the path nor `key = value`.
    fn stray(&self, tokens: &TokenStream, errors: &mut Errors) {
        let name = &self.name;
        let message = if syn::parse2::<LitStr>(tokens.clone()).is_ok() {
            format!("`#[{name}]` takes one path\nhelp: `#[routes]` above two of them")
        } else {
            format!(
                "{} is no argument of `#[{name}]`\nhelp: it takes {}",
                quoted(tokens),
                self.options()
            )
        };
        errors.at(Code::RouteArgument, tokens, message);
    }

    fn unknown(&self, setting: &Setting, errors: &mut Errors) {
        let key = setting.key.to_string();
        let help = closest(&key, ["name", "guard", "wrap", "method"]).map_or_else(
            || format!("`#[{}]` takes {}", self.name, self.options()),
            |meant| format!("did you mean `{meant}`?"),
        );
        let message = format!("unknown argument `{key}`\nhelp: {help}");
        errors.at(Code::RouteArgument, setting, message);
    }

    fn options(&self) -> &'static str {
        if self.name == "route" {
            "a path, then `method`, `name`, `guard` and `wrap`"
        } else {
            "a path, then `name`, `guard` and `wrap`"
        }
    }
}

pub(super) fn text(setting: &Setting) -> Option<LitStr> {
    syn::parse2(setting.value.iter().cloned().collect()).ok()
}

/// The text of a setting, as what `meant` makes of it.
fn value<T>(
    setting: &Setting,
    meant: impl FnOnce(LitStr) -> Option<T>,
    errors: &mut Errors,
) -> Option<T> {
    let value = text(setting).and_then(meant);
    if value.is_none() {
        let (takes, example) = match setting.key.to_string().as_str() {
            "guard" => ("a path to a function", "guard = \"guards::is_internal\""),
            "wrap" => ("an expression", "wrap = \"NormalizePath::trim()\""),
            _ => ("text", "name = \"orders\""),
        };
        errors.at(
            Code::RouteArgument,
            setting,
            format!(
                "`{}` takes {takes}, in quotes\nhelp: `{example}`",
                setting.key
            ),
        );
    }
    value
}

impl Registration {
    /// In the form that says method and path alone.
    pub(super) fn as_attribute(&self) -> Attribute {
        let Self { path, methods, .. } = self;
        parse_quote!(#[route(#path, #(method = #methods),*)])
    }
}
