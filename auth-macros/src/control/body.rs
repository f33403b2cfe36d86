//! What stands where no item is read: in the bodies of functions, in constants, in macros.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use syn::Attribute;
use syn::parse::Parser;

use super::marks::{Marks, has};
use super::named::key;

/// A function with a route attribute, within a body.
pub(super) struct Inner {
    pub(super) name: Ident,
    pub(super) declares: bool,
}

/// What a body was found to hold.
#[derive(Default)]
pub(super) struct Within {
    pub(super) handlers: Vec<Inner>,
    /// What is given to `.to(…)`.
    pub(super) registered: Vec<String>,
    /// A closure that is given to it, by its first token.
    pub(super) closures: Vec<TokenTree>,
}

impl Within {
    pub(super) fn of(tokens: TokenStream) -> Self {
        let mut within = Self::default();
        within.walk(tokens);
        within
    }

    fn walk(&mut self, tokens: TokenStream) {
        let tokens: Vec<_> = tokens.into_iter().collect();
        let mut attributes = Vec::new();
        // Within a module or block that has an `#[access_control]` of its own.
        let mut covered = false;
        for (at, token) in tokens.iter().enumerate() {
            match (token, tokens.get(at + 1)) {
                (TokenTree::Punct(pound), Some(TokenTree::Group(list)))
                    if is_attribute(pound, list) =>
                {
                    let pair = [token.clone(), list.clone().into()].into_iter().collect();
                    let read = Attribute::parse_outer.parse2(pair).unwrap_or_default();
                    covered |= has(&read, "access_control");
                    attributes.extend(read);
                }
                (TokenTree::Ident(word), Some(_)) if word == "fn" => {
                    self.function(&tokens[at + 1..], &attributes);
                    attributes.clear();
                }
                (TokenTree::Ident(word), Some(TokenTree::Group(list))) if word == "to" => {
                    self.to(list.stream());
                    attributes.clear();
                }
                (TokenTree::Ident(word), _) if starts_function(word) => {}
                (TokenTree::Literal(_), _) => {} // `extern "C"`
                (TokenTree::Group(group), _) => {
                    let is_body = group.delimiter() == Delimiter::Brace;
                    if !(covered && is_body) {
                        self.walk(group.stream());
                    }
                    covered &= !is_body;
                    if is_body {
                        attributes.clear();
                    }
                }
                (TokenTree::Punct(end), _) if end.as_char() == ';' => {
                    attributes.clear();
                    covered = false;
                }
                _ => attributes.clear(),
            }
        }
    }

    /// `.to(list)`, `.to(|| async { … })`
    fn to(&mut self, argument: TokenStream) {
        let first = argument.clone().into_iter().next();
        let is_closure =
            |token: &TokenTree| ["|", "move", "async"].contains(&token.to_string().as_str());
        match first {
            Some(first) if is_closure(&first) => self.closures.push(first),
            _ => self.registered.extend(path(argument)),
        }
    }

    /// `name`, or `$name` in a macro.
    fn function(&mut self, after: &[TokenTree], attributes: &[Attribute]) {
        let name = after.iter().take(2).find_map(|token| match token {
            TokenTree::Ident(name) => Some(name.clone()),
            _ => None,
        });
        let marks = Marks::of(attributes);
        if let (Some(name), Some(_)) = (name, marks.route.or(marks.perhaps_route)) {
            self.handlers.push(Inner {
                name,
                declares: !marks.ours.is_empty(),
            });
        }
    }
}

fn is_attribute(pound: &proc_macro2::Punct, list: &proc_macro2::Group) -> bool {
    pound.as_char() == '#' && list.delimiter() == Delimiter::Bracket
}

/// Words that stand between a function's attributes and its `fn`.
fn starts_function(word: &Ident) -> bool {
    ["pub", "async", "unsafe", "const", "extern"]
        .iter()
        .any(|it| word == it)
}

fn path(argument: TokenStream) -> Option<String> {
    syn::parse2::<syn::Path>(argument)
        .ok()
        .map(|path| key(&path))
}
