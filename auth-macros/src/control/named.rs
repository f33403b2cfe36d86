//! `routes(list, books::show)`: handlers without a route attribute.

use proc_macro2::TokenStream;
use quote::ToTokens;

use super::call::Call;
use crate::code::Code;
use crate::errors::{Errors, quoted};
use crate::suggest::closest;
use crate::syntax::{Segment, split};

/// The functions that `routes(…)` names, and those that there are.
#[derive(Default)]
pub(super) struct Named {
    names: Vec<Name>,
    /// Registered by `.to(…)` in sight.
    registered: Vec<String>,
    functions: Vec<String>,
}

struct Name {
    path: syn::Path,
    text: String,
    found: bool,
}

impl Named {
    pub(super) fn read(&mut self, call: &Call, errors: &mut Errors) {
        let list = call.list.as_ref().map(proc_macro2::Group::stream);
        let segments = split(list.unwrap_or_default(), errors);
        if segments.is_empty() {
            errors.at(
                Code::NotAHandlerName,
                &call.tokens,
                "`routes` names no handler\nhelp: `routes(list, show)`, or remove it",
            );
        }
        for segment in segments {
            let tokens: TokenStream = match segment {
                Segment::Value(tokens) => tokens.into_iter().collect(),
                Segment::Setting(setting) => setting.into_token_stream(),
            };
            match syn::parse2::<syn::Path>(tokens.clone()) {
                Ok(path) => self.name(path, errors),
                Err(_) => errors.at(
                    Code::NotAHandlerName,
                    &tokens,
                    format!(
                        "{} is not the name of a function\nhelp: `routes(list, books::show)`",
                        quoted(&tokens)
                    ),
                ),
            }
        }
    }

    fn name(&mut self, path: syn::Path, errors: &mut Errors) {
        let text = key(&path);
        if let Some(first) = self.names.iter().find(|name| name.text == text) {
            errors.clash(
                Code::HandlerNamedTwice,
                (
                    &path,
                    format!("{} is named twice\nhelp: remove one", quoted(&path)),
                ),
                (&first.path, "first named here"),
            );
            return;
        }
        self.names.push(Name {
            path,
            text,
            found: false,
        });
    }

    /// What `.to(…)` registers within sight.
    pub(super) fn register(&mut self, function: String) {
        self.registered.push(function);
    }

    pub(super) fn is_registered(&self, function: &str) -> bool {
        self.registered.iter().any(|it| it == function)
    }

    /// Whether this function is named. Each function is asked for once.
    pub(super) fn names(&mut self, function: &str) -> bool {
        self.functions.push(function.to_owned());
        let named = self.names.iter_mut().find(|name| name.text == function);
        named.is_some_and(|name| {
            name.found = true;
            true
        })
    }

    /// Names of functions that there are not.
    pub(super) fn report_missing(&self, kind: &str, errors: &mut Errors) {
        for name in self.names.iter().filter(|name| !name.found) {
            let last = |path: &str| path.rsplit("::").next().map(str::to_owned);
            let functions = self.functions.iter().map(String::as_str);
            let meant = functions
                .clone()
                .find(|it| last(it) == last(&name.text))
                .or_else(|| closest(&name.text, functions));
            let help = match meant {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("name a function of this {kind}, or remove the name"),
            };
            errors.at(
                Code::HandlerNotFound,
                &name.path,
                format!(
                    "this {kind} has no function {}\nhelp: {help}",
                    quoted(&name.path)
                ),
            );
        }
    }
}

/// `books::show`, whatever generic arguments stand between.
pub(super) fn key(path: &syn::Path) -> String {
    let names = path.segments.iter().map(|it| it.ident.to_string());
    names
        .skip_while(|name| name == "self")
        .collect::<Vec<_>>()
        .join("::")
}
