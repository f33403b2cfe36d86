//! Which calls give a handler to a route.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Expr, ItemUse, Token};

use crate::syntax::{is_colon, is_route_method};

/// What is known around a call.
#[derive(Default, Clone, Copy)]
pub(super) struct Around {
    /// An argument of the function is a route or a resource.
    pub(super) takes_routes: bool,
    /// The call is an argument of `.route(…)` or `.service(…)`.
    pub(super) is_registered: bool,
}

/// Variables that hold a route or a resource.
#[derive(Default)]
pub(super) struct Variables(Vec<String>);

/// What the call of the word at `at` gives to a route: `list` of `web::get().to(list)`, of
/// `web::resource("/").get(list)`, of `Route::to(route, list)`.
pub(super) fn to_a_route(
    tokens: &[TokenTree],
    at: usize,
    around: Around,
    variables: &Variables,
) -> Option<TokenStream> {
    let TokenTree::Ident(name) = &tokens[at] else {
        return None;
    };
    let is_to = name == "to" || name == "guarded";
    if !is_to && !is_route_method(&name.to_string()) {
        return None;
    }
    let list = arguments(&tokens[at + 1..])?;
    let before = &tokens[..at];
    if let [chain @ .., TokenTree::Punct(dot)] = before
        && dot.as_char() == '.'
    {
        let receiver = receiver(chain);
        let evident = shows_resource(receiver)
            || around.takes_routes
            || variables.hold(receiver)
            || is_to && (around.is_registered || shows_route(receiver));
        return evident.then_some(list);
    }
    match before {
        [.., TokenTree::Ident(ty), colon, _] if is_colon(colon) => {
            if is_to && !starts_upper(ty) {
                Some(list)
            } else {
                of_associated(list)
            }
        }
        [.., angle, colon, _] if is(angle, '>') && is_colon(colon) => of_associated(list),
        [.., TokenTree::Ident(word)] if word == "fn" => None,
        _ => is_to.then_some(list),
    }
}

/// `Route::to(route, list)`
fn of_associated(list: TokenStream) -> Option<TokenStream> {
    let arguments = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(list);
    let arguments: Vec<_> = arguments.ok()?.into_iter().collect();
    match &arguments[..] {
        [_, handler] => Some(quote::quote!(#handler)),
        _ => None,
    }
}

/// The `(…)` of a call, behind its `::<…>`.
fn arguments(mut after: &[TokenTree]) -> Option<TokenStream> {
    if let [first, second, rest @ ..] = after
        && is_colon(first)
        && is_colon(second)
    {
        let mut depth = 0;
        let end = rest.iter().position(|token| {
            depth += i32::from(is(token, '<')) - i32::from(is(token, '>'));
            depth == 0
        })?;
        after = &rest[end + 1..];
    }
    match after.first() {
        Some(TokenTree::Group(list)) if list.delimiter() == Delimiter::Parenthesis => {
            Some(list.stream())
        }
        _ => None,
    }
}

/// The end of the tokens that a method is called on.
fn receiver(before: &[TokenTree]) -> &[TokenTree] {
    let ends = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(punct) => !matches!(punct.as_char(), '.' | ':' | '?' | '<' | '>' | '!'),
        TokenTree::Ident(word) => ["return", "in", "else", "match", "if", "await", "move"]
            .iter()
            .any(|keyword| word == keyword && word != "await"),
        TokenTree::Literal(_) => false,
    };
    let start = before.iter().rposition(ends).map_or(0, |at| at + 1);
    &before[start..]
}

/// `web::get()`, `Route::new()`, `get()`, `resource.route()`
fn shows_route(tokens: &[TokenTree]) -> bool {
    shows(tokens, |word, before, after| {
        let is_called = matches!(after, Some(TokenTree::Group(_)));
        let is_method = before.is_some_and(|it| is(it, '.'));
        let word = word.to_string();
        word == "web"
            || word == "Route"
            || is_called && word == "route"
            || is_called && !is_method && (word == "method" || is_route_method(&word))
    }) || shows_resource(tokens)
}

/// `web::resource("/")`, `Resource::new("/")`
fn shows_resource(tokens: &[TokenTree]) -> bool {
    shows(tokens, |word, before, after| {
        let is_called = matches!(after, Some(TokenTree::Group(_)));
        let is_method = before.is_some_and(|it| is(it, '.'));
        word == "Resource" || word == "resource" && is_called && !is_method
    })
}

fn shows(
    tokens: &[TokenTree],
    is_sign: fn(&Ident, Option<&TokenTree>, Option<&TokenTree>) -> bool,
) -> bool {
    tokens.iter().enumerate().any(|(at, token)| match token {
        TokenTree::Ident(word) => {
            let before = at.checked_sub(1).and_then(|at| tokens.get(at));
            is_sign(word, before, tokens.get(at + 1))
        }
        TokenTree::Group(group) if group.delimiter() != Delimiter::Brace => {
            let inner: Vec<_> = group.stream().into_iter().collect();
            shows(&inner, is_sign)
        }
        _ => false,
    })
}

/// Whether the arguments of a function may be routes.
pub(super) fn takes_routes(inputs: &TokenStream) -> bool {
    let tokens: Vec<_> = inputs.clone().into_iter().collect();
    shows(&tokens, |word, _, _| word == "Route" || word == "Resource")
}

impl Variables {
    /// `let route = web::get();`, with what follows the `let`.
    pub(super) fn note(&mut self, after: &[TokenTree]) {
        let end = after.iter().position(|token| is(token, ';'));
        let statement = &after[..end.unwrap_or(after.len())];
        let Some(equals) = statement.iter().position(|token| is(token, '=')) else {
            return;
        };
        let (pattern, value) = statement.split_at(equals);
        let name = pattern.iter().find_map(|token| match token {
            TokenTree::Ident(name) if name != "mut" => Some(name.to_string()),
            _ => None,
        });
        if shows_route(value) {
            self.0.extend(name);
        }
    }

    /// `let show = list;` gives a function another name, as an import does.
    pub(super) fn renamed(after: &[TokenTree]) -> Option<ItemUse> {
        let after = match after {
            [TokenTree::Ident(word), rest @ ..] if word == "mut" => rest,
            after => after,
        };
        let [TokenTree::Ident(name), equals, path @ ..] = after else {
            return None;
        };
        if !is(equals, '=') {
            return None;
        }
        let end = path.iter().position(|token| is(token, ';'))?;
        let path: TokenStream = path[..end].iter().cloned().collect();
        let path = syn::Path::parse_mod_style.parse2(path).ok()?;
        Some(syn::parse_quote!(use #path as #name;))
    }

    fn hold(&self, receiver: &[TokenTree]) -> bool {
        match receiver.first() {
            Some(TokenTree::Ident(name)) => self.0.iter().any(|it| name == it),
            _ => false,
        }
    }
}

pub(super) fn is(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == character)
}

fn starts_upper(word: &Ident) -> bool {
    word.to_string().starts_with(char::is_uppercase)
}
