//! The function that route attributes have seen gives way to the constant.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::code::Code;
use crate::errors::mistake;

/// The constant in the place of the function. `arguments` are the function as it was made, in a group, and the
/// constant: an attribute that is only called like a route's may have made something else of it, which would be lost.
pub(crate) fn instead(arguments: TokenStream, function: TokenStream) -> TokenStream {
    let mut arguments = arguments.into_iter();
    let made: Vec<_> = match arguments.next() {
        Some(TokenTree::Group(made)) => made.stream().into_iter().collect(),
        _ => Vec::new(),
    };
    let function: Vec<_> = function.into_iter().collect();
    // Its attributes and its visibility come before.
    let found = function
        .len()
        .checked_sub(made.len())
        .map(|start| &function[start..]);
    if found.is_some_and(|found| !found.is_empty() && is_same(&made, found)) {
        return arguments.collect();
    }
    let is_fn = |pair: &[TokenTree]| matches!(&pair[0], TokenTree::Ident(word) if word == "fn");
    let name = function
        .windows(2)
        .find(|pair| is_fn(pair))
        .map(|pair| &pair[1]);
    let message = "an attribute on this handler is called like a route attribute, and is another one\nhelp: write \
                   its path before its name, `#[some_crate::get(…)]`";
    mistake(Code::NoRoute, name, message).into_compile_error()
}

/// Token by token, but for spaces, and for the invisible groups around what macros have passed on.
fn is_same(one: &[TokenTree], other: &[TokenTree]) -> bool {
    let (one, other) = (visible(one), visible(other));
    one.len() == other.len()
        && one
            .iter()
            .zip(&other)
            .all(|(one, other)| is_same_token(one, other))
}

fn is_same_token(one: &TokenTree, other: &TokenTree) -> bool {
    match (one, other) {
        (TokenTree::Group(one), TokenTree::Group(other)) => {
            let [one_inside, other_inside]: [Vec<_>; 2] =
                [one, other].map(|it| it.stream().into_iter().collect());
            one.delimiter() == other.delimiter() && is_same(&one_inside, &other_inside)
        }
        (TokenTree::Punct(one), TokenTree::Punct(other)) => one.as_char() == other.as_char(),
        (TokenTree::Ident(one), TokenTree::Ident(other)) => one == other,
        (TokenTree::Literal(one), TokenTree::Literal(other)) => {
            one.to_string() == other.to_string()
        }
        _ => false,
    }
}

fn visible(tokens: &[TokenTree]) -> Vec<TokenTree> {
    let inside = |token: &TokenTree| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
            visible(&group.stream().into_iter().collect::<Vec<_>>())
        }
        token => vec![token.clone()],
    };
    tokens.iter().flat_map(inside).collect()
}
