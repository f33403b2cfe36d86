//! What stands where no item is read: in the bodies of functions, in constants, in macros.

use proc_macro2::{Delimiter, Group, Ident, Punct, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::Parser;
use syn::{Attribute, ItemUse};

use super::given::{self, Given};
use super::marks::{Marks, has};
use super::route_call::{self, Around, Variables, is};
use crate::syntax::Handler;

/// A function with a route attribute, within a body.
pub(super) struct Inner {
    pub(super) name: Ident,
    pub(super) declares: bool,
}

/// What a body was found to hold.
#[derive(Default)]
pub(super) struct Within {
    pub(super) handlers: Vec<Inner>,
    /// What is given to a route.
    pub(super) registered: Vec<String>,
    /// A closure that is given to one, by its first token.
    pub(super) closures: Vec<TokenTree>,
    pub(super) imports: Vec<ItemUse>,
    variables: Variables,
}

/// What stands above a function, so far.
#[derive(Default)]
struct Above {
    attributes: Vec<Attribute>,
    /// `#[$method("/")]`: an attribute that a macro's caller names.
    of_a_macro: bool,
    is_async: bool,
}

impl Within {
    pub(super) fn of(tokens: TokenStream) -> Self {
        let mut within = Self::default();
        within.walk(tokens, Around::default());
        within
    }

    pub(super) fn of_function(function: &Handler) -> Self {
        let mut within = Self::default();
        let inputs = function.signature.inputs.to_token_stream();
        let around = Around {
            takes_routes: route_call::takes_routes(&inputs),
            is_registered: false,
        };
        within.walk(function.signature.to_token_stream(), Around::default());
        within.walk(function.body.to_token_stream(), around);
        within
    }

    fn walk(&mut self, tokens: TokenStream, around: Around) {
        let tokens: Vec<_> = tokens.into_iter().collect();
        let mut above = Above::default();
        // Within a module or block that has an `#[access_control]` of its own.
        let mut covered = false;
        for (at, token) in tokens.iter().enumerate() {
            if let Some(argument) = route_call::to_a_route(&tokens, at, around, &self.variables) {
                self.given(argument);
            }
            match (token, tokens.get(at + 1)) {
                (TokenTree::Punct(pound), Some(TokenTree::Group(list)))
                    if is_attribute(pound, list) =>
                {
                    above.note(pound, list);
                    covered |= has(&above.attributes, "access_control");
                }
                (TokenTree::Ident(word), Some(_)) if word == "fn" => {
                    self.function(&tokens[at + 1..], &above);
                    above = Above::default();
                }
                (TokenTree::Ident(word), _) if word == "async" => above.is_async = true,
                (TokenTree::Ident(word), _) if word == "use" => self.import(&tokens[at..]),
                (TokenTree::Ident(word), _) if word == "let" => {
                    self.variables.note(&tokens[at + 1..]);
                    self.imports.extend(Variables::renamed(&tokens[at + 1..]));
                }
                (TokenTree::Group(group), _) => {
                    if at > 0 && is_dollar(&tokens[at - 1]) {
                        above.note_repeated(group);
                    }
                    let is_body = group.delimiter() == Delimiter::Brace;
                    if !(covered && is_body) {
                        self.walk(group.stream(), around.within(&tokens[..at], group));
                    }
                    covered &= !is_body;
                    if is_body {
                        above = Above::default();
                    }
                }
                (TokenTree::Punct(end), _) if matches!(end.as_char(), ';' | ',') => {
                    above = Above::default();
                    covered &= end.as_char() != ';';
                }
                _ => {}
            }
        }
    }

    fn given(&mut self, argument: TokenStream) {
        match given::read(argument) {
            Some(Given::Closure(first)) => self.closures.push(first),
            Some(Given::Functions(names)) => self.registered.extend(names),
            None => {}
        }
    }

    fn import(&mut self, tokens: &[TokenTree]) {
        if let Some(end) = tokens.iter().position(|token| is(token, ';')) {
            let tokens = tokens[..=end].iter().cloned().collect();
            self.imports.extend(syn::parse2::<ItemUse>(tokens));
        }
    }

    /// `name`, or `$name` in a macro.
    fn function(&mut self, after: &[TokenTree], above: &Above) {
        let name = after.iter().take(2).find_map(|token| match token {
            TokenTree::Ident(name) => Some(name.clone()),
            _ => None,
        });
        let marks = Marks::of(&above.attributes);
        let serves =
            marks.route.or(marks.perhaps_route).is_some() || above.of_a_macro && above.is_async;
        if let (Some(name), true) = (name, serves) {
            self.handlers.push(Inner {
                name,
                declares: !marks.ours.is_empty(),
            });
        }
    }
}

impl Above {
    fn note(&mut self, pound: &Punct, list: &Group) {
        let pair = [TokenTree::from(pound.clone()), list.clone().into()];
        let read = Attribute::parse_outer.parse2(pair.into_iter().collect());
        self.attributes.extend(read.unwrap_or_default());
        let first = list.stream().into_iter().next();
        self.of_a_macro |= first.as_ref().is_some_and(is_dollar);
    }

    /// `$(#[$attribute])*`
    fn note_repeated(&mut self, group: &Group) {
        let tokens: Vec<_> = group.stream().into_iter().collect();
        for pair in tokens.windows(2) {
            if let [TokenTree::Punct(pound), TokenTree::Group(list)] = pair
                && is_attribute(pound, list)
            {
                self.note(pound, list);
            }
        }
    }
}

impl Around {
    /// Within this group, with what stands before it.
    fn within(self, before: &[TokenTree], group: &Group) -> Self {
        let registers = |word: &Ident| {
            ["route", "service", "default_service"]
                .iter()
                .any(|it| word == it)
        };
        let is_registered = match (group.delimiter(), before.last()) {
            (Delimiter::Brace, _) => false,
            (Delimiter::Parenthesis, Some(TokenTree::Ident(word))) => registers(word),
            _ => self.is_registered,
        };
        Self {
            is_registered,
            ..self
        }
    }
}

fn is_attribute(pound: &Punct, list: &Group) -> bool {
    pound.as_char() == '#' && list.delimiter() == Delimiter::Bracket
}

fn is_dollar(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(dollar) if dollar.as_char() == '$')
}
