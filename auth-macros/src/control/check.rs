//! The whole story: read the arguments and the item, and give it back with every handler declared,
//! or with every mistake.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;

use super::arguments::Arguments;
use super::body::Within;
use super::default::{DefaultAccess, crate_of, declared, pass_crate};
use super::dropped;
use super::item::{self, Item};
use super::marks::{Marks, has};
use super::named::Named;
use super::registered;
use crate::code::Code;
use crate::errors::Errors;
use crate::expand;
use crate::syntax::{CratePath, Handler, Kind};

/// Expands `#[access_control(…)]` on `item`.
pub(crate) fn expand(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let Arguments {
        default,
        named,
        krate,
    } = Arguments::read(arguments, &mut errors);
    let mut control = Control {
        default,
        named,
        krate,
        errors,
    };
    let controlled = control.item(item);
    match control.errors.finish(()) {
        Ok(()) => controlled,
        Err(error) => {
            let errors = error.to_compile_error();
            quote!(#controlled #errors)
        }
    }
}

/// Which attribute of a declared handler expands first.
pub(super) enum Outermost {
    /// One of the default, by its path.
    Default,
    /// One that its author wrote.
    Its,
}

/// What holds for every function of the module or block.
pub(super) struct Control {
    pub(super) default: DefaultAccess,
    pub(super) named: Named,
    pub(super) krate: Option<CratePath>,
    pub(super) errors: Errors,
}

impl Control {
    fn item(&mut self, tokens: TokenStream) -> TokenStream {
        let mut items = match item::items(tokens.clone()) {
            Ok(items) => items,
            Err(error) => {
                self.errors.push(error);
                return tokens;
            }
        };
        registered::note(&items, &mut self.named);
        let (kind, controlled) = match items.pop() {
            Some(Item::Module(module)) if items.is_empty() => {
                self.check_once(&module.attributes);
                let default = std::mem::replace(&mut self.default, DefaultAccess::stand_in());
                self.default = default.within_module(&mut self.errors);
                ("module", self.module(module, &[]))
            }
            Some(Item::Block(block)) if items.is_empty() => {
                self.check_once(&block.attributes);
                ("block", self.outer_block(*block))
            }
            _ => {
                self.not_a_module(&tokens);
                return tokens;
            }
        };
        self.named.report_missing(kind, &mut self.errors);
        controlled
    }

    fn check_once(&mut self, attributes: &[syn::Attribute]) {
        let again = attributes
            .iter()
            .filter(|attribute| has(std::slice::from_ref(*attribute), "access_control"));
        for attribute in again {
            self.errors.at(
                Code::AttributeTwice,
                attribute,
                "`#[access_control]` is given twice\nhelp: keep one",
            );
        }
    }

    fn not_a_module(&mut self, item: &TokenStream) {
        const KEYWORDS: [&str; 10] = [
            "fn", "struct", "enum", "union", "trait", "static", "const", "type", "use", "extern",
        ];
        let is_keyword = |token: &TokenTree| KEYWORDS.contains(&token.to_string().as_str());
        let tokens: Vec<_> = item.clone().into_iter().collect();
        let place = tokens.iter().find(|token| is_keyword(token));
        let help = match place {
            Some(keyword) if keyword.to_string() == "fn" => {
                "one handler is guarded by `#[require_auth]`"
            }
            _ => "put it on the `mod` or `impl` block that holds the handlers",
        };
        self.errors.at(
            Code::NotAModule,
            place.or(tokens.first()),
            format!("`#[access_control]` covers a module or an `impl` block\nhelp: {help}"),
        );
    }

    /// Whether `routes(…)` or a registration in sight makes this function a handler.
    pub(super) fn is_named(&mut self, function: &Handler, at: &[String]) -> bool {
        let path = joined(at, &function.signature.ident.to_string());
        self.named.names(&path) || self.is_registered(function, at)
    }

    pub(super) fn is_registered(&self, function: &Handler, at: &[String]) -> bool {
        let path = joined(at, &function.signature.ident.to_string());
        let returns = !matches!(function.signature.output, syn::ReturnType::Default);
        (function.signature.asyncness.is_some() || returns) && self.named.is_registered(&path)
    }

    /// The attributes with the default among them. `None` when that was refused.
    pub(super) fn declare(&mut self, function: &mut Handler) -> Option<Outermost> {
        let marks = Marks::of(&function.attributes);
        let own = marks.kinds();
        let opened = marks
            .ours
            .iter()
            .find(|(kind, attribute)| *kind == Kind::AllowAnonymous && !gives_reason(attribute));
        if let (false, Some((_, attribute))) = (self.default.is_none(), opened) {
            self.errors.at(
                Code::OpenedWithoutReason,
                attribute,
                format!(
                    "`{}` is opened against the default, and nothing says why\nhelp: \
                     `#[allow_anonymous(reason = \"…\")]`",
                    function.signature.ident
                ),
            );
            return None;
        }
        dropped::check(&self.default, &marks, &mut self.errors)?;
        let place = function.signature.ident.span();
        let mut attributes = self.default.beside(&own, place, self.krate.as_ref());
        let outermost = if attributes.is_empty() {
            pass_crate(&mut function.attributes, self.krate.as_ref());
            Outermost::Its
        } else {
            Outermost::Default
        };
        attributes.append(&mut function.attributes);
        function.attributes = attributes;
        Some(outermost)
    }

    /// Puts an attribute that is surely ours above those of the handler, whose names may lead to
    /// somebody else's: it takes them along, and the guard is there.
    pub(super) fn take_over(&self, function: &mut Handler) {
        let own = function.attributes.iter().find_map(crate_of);
        let krate = own.as_ref().or(self.krate.as_ref());
        let place = function.signature.ident.span();
        if let Some(attribute) = declared(place, krate) {
            function.attributes.insert(0, attribute);
        }
    }

    /// Handlers where no attribute can be put on them.
    pub(super) fn check_within(&mut self, within: &Within) {
        for closure in &within.closures {
            self.errors.at(
                Code::ClosureServes,
                closure,
                "a closure serves a route, and cannot declare its access\nhelp: write it as an \
                 `async fn` with `#[require_auth]`, or `#[allow_anonymous(reason = \"…\")]`",
            );
        }
        for inner in &within.handlers {
            if !self.default.is_none() {
                self.errors.at(
                    Code::OutOfReach,
                    &inner.name,
                    format!(
                        "`{}` serves a route from a place that the default does not reach\nhelp: \
                         let it stand in the module itself, beside the other handlers",
                        inner.name
                    ),
                );
            } else if !inner.declares {
                self.undeclared(&inner.name);
            }
        }
    }

    pub(super) fn undeclared(&mut self, name: &Ident) {
        self.errors.at(
            Code::HandlerUndeclared,
            name,
            format!(
                "`{name}` serves a route and declares no access\nhelp: `#[require_auth]` above \
                 it, or `#[allow_anonymous(reason = \"…\")]`"
            ),
        );
    }

    /// Access that one build has and another lacks.
    pub(super) fn check_conditional(&mut self, marks: &Marks<'_>) -> Option<()> {
        let Some((kind, attribute)) = marks.conditional else {
            return Some(());
        };
        self.errors.at(
            Code::ConditionalAccess,
            attribute,
            format!(
                "`#[{0}]` in a `cfg_attr`: in another build the handler would be without \
                 it\nhelp: write `#[{0}]` without `cfg_attr`; where builds differ, write two functions, each \
                 with its own `#[cfg(…)]`",
                kind.name()
            ),
        );
        None
    }
}

/// What a refused function becomes.
pub(super) fn survivor(mut function: Handler, nest: bool) -> TokenStream {
    function
        .attributes
        .retain(|it| Marks::of(std::slice::from_ref(it)).conditional.is_none());
    expand::survivor(function, nest)
}

/// `books`, `list` → `books::list`
fn joined(at: &[String], name: &str) -> String {
    let mut path = at.join("::");
    if !path.is_empty() {
        path += "::";
    }
    path + name
}

/// `#[allow_anonymous(reason = …)]`
fn gives_reason(attribute: &syn::Attribute) -> bool {
    let syn::Meta::List(list) = &attribute.meta else {
        return false;
    };
    let tokens: Vec<_> = list.tokens.clone().into_iter().collect();
    let starts = |at: usize| at == 0 || tokens[at - 1].to_string() == ",";
    tokens
        .windows(2)
        .enumerate()
        .any(|(at, two)| starts(at) && two[0].to_string() == "reason" && two[1].to_string() == "=")
}
