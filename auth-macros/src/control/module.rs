//! The functions of a module.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{Macro, ReturnType};

use super::body::Within;
use super::check::{Control, Outermost, survivor};
use super::item::{Item, Module, as_written};
use super::marks::{Marks, is_left_alone};
use crate::code::Code;
use crate::errors::{quoted, source};
use crate::syntax::Handler;

/// Macros that write no functions.
const HARMLESS: [&str; 9] = [
    "macro_rules",
    "thread_local",
    "compile_error",
    "lazy_static",
    "bitflags",
    "const_assert",
    "const_assert_eq",
    "assert_impl_all",
    "assert_not_impl_any",
];

impl Control {
    /// The module, with every handler in it declared; `at` is its path from the attribute.
    pub(super) fn module(&mut self, mut module: Module, at: &[String]) -> TokenStream {
        let Some(mut content) = module.content.take() else {
            self.in_another_file(&module);
            return module.as_written();
        };
        let items = std::mem::take(&mut content.items);
        let items: Vec<_> = items
            .into_iter()
            .map(|item| self.within_module(item, at))
            .collect();
        module.around(&content, &items)
    }

    fn within_module(&mut self, item: Item, at: &[String]) -> TokenStream {
        match item {
            Item::Function(function) => self.function(*function, at),
            Item::Module(module) if is_left_alone(&module.attributes) => module.as_written(),
            Item::Module(module) => {
                let at = [at, &[module.name.to_string()]].concat();
                self.module(module, &at)
            }
            Item::Block(block) if is_left_alone(&block.attributes) => block.as_written(),
            Item::Block(block) => self.inner_block(*block, at),
            Item::Macro(item) => {
                self.check_macro(&item.mac, "module");
                item.into_token_stream()
            }
            Item::Other(item) => {
                self.check_within(&Within::of(item.clone()));
                item
            }
        }
    }

    fn function(&mut self, mut function: Handler, at: &[String]) -> TokenStream {
        let name = function.signature.ident.clone();
        let is_async = function.signature.asyncness.is_some();
        let is_named = self.is_named(&function, at);
        let marks = Marks::of(&function.attributes);
        self.check_within(&Within::of_function(&function));
        if self.check_conditional(&marks).is_none() {
            return survivor(function, true);
        }
        let says = !marks.ours.is_empty();
        let serves = is_named || marks.route.is_some() || says && marks.perhaps_route.is_some();
        match (serves, says, marks.perhaps_route) {
            (true, false, _) if self.default.is_none() => self.undeclared(&name),
            (true, ..) => {
                if let Some(outermost) = self.declare(&mut function) {
                    if let Outermost::Its = outermost {
                        self.take_over(&mut function);
                    }
                    return as_written(&function);
                }
            }
            (false, true, _) => {
                self.serves_nothing(&name, marks.ours.first().map(|(_, attribute)| *attribute));
                // One that is not async is called by others, with its arguments.
                return survivor(function, is_async);
            }
            (false, false, Some(attribute)) if is_async || returns_future(&function) => {
                self.perhaps_route(&name, attribute);
            }
            (false, false, _) => return as_written(&function),
        }
        survivor(function, true)
    }

    fn serves_nothing(&mut self, name: &Ident, attribute: Option<&syn::Attribute>) {
        self.errors.at(
            Code::ServesNoRoute,
            attribute,
            format!(
                "`{name}` serves no route, so nothing calls its guard\nhelp: name it in \
                 `#[access_control(routes({name}))]`, or remove the attribute"
            ),
        );
    }

    fn perhaps_route(&mut self, name: &Ident, attribute: &syn::Attribute) {
        self.errors.at(
            Code::PerhapsRoute,
            attribute,
            format!(
                "{} may be a route attribute under another name, and `{name}` declares no \
                 access\nhelp: write the route attribute by its own name, or move `{name}` out of \
                 the module",
                quoted(&attribute.to_token_stream())
            ),
        );
    }

    pub(super) fn check_macro(&mut self, called: &Macro, place: &str) {
        let path = &called.path;
        let last = path.segments.last().map(|last| last.ident.to_string());
        if HARMLESS.contains(&last.unwrap_or_default().as_str()) {
            self.check_within(&Within::of(called.tokens.clone()));
        } else {
            self.errors.at(
                Code::Unseen,
                path,
                format!(
                    "`{}!` could write handlers that `#[access_control]` does not see\nhelp: move \
                     it out of the {place}, or write the handlers out",
                    source(path.to_token_stream())
                ),
            );
        }
    }

    fn in_another_file(&mut self, module: &Module) {
        let name = &module.name;
        self.errors.at(
            Code::InAnotherFile,
            quote!(#name),
            format!(
                "`mod {name};` keeps its functions in another file, where `#[access_control]` \
                 does not see them\nhelp: in that file, write `#[access_control] mod handlers {{ \
                 … }}` around them"
            ),
        );
    }
}

/// `impl Future`, `BoxFuture`, `Pin<Box<…>>`, `Ready<…>`: a function that may serve a route without
/// being `async`.
fn returns_future(function: &Handler) -> bool {
    let ReturnType::Type(_, ty) = &function.signature.output else {
        return false;
    };
    let text = ty.to_token_stream().to_string();
    ["Future", "Pin", "Ready"]
        .iter()
        .any(|it| text.contains(it))
}
