//! What a route is given: functions by their names, or a closure.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};
use syn::{ExprPath, Type};

use super::named::key;
use super::route_call::is;

/// What an argument turns out to be.
pub(super) enum Given {
    /// A closure, by its first token.
    Closure(TokenTree),
    /// All functions that it names.
    Functions(Vec<String>),
}

/// `list`, `(list)`, `list,`, `wrapped(list)`, `|| async { … }`
pub(super) fn read(argument: TokenStream) -> Option<Given> {
    let mut tokens: Vec<_> = argument.into_iter().collect();
    while let Some(comma) = tokens.last()
        && is(comma, ',')
    {
        tokens.pop();
    }
    if let [TokenTree::Group(group)] = &tokens[..] {
        return read(group.stream());
    }
    let first = tokens.first()?;
    if ["|", "move", "async"].contains(&first.to_string().as_str()) {
        return Some(Given::Closure(first.clone()));
    }
    let mut functions = Vec::new();
    paths(&tokens, &mut functions);
    Some(Given::Functions(functions))
}

fn paths(tokens: &[TokenTree], found: &mut Vec<String>) {
    let mut rest = tokens;
    let mut after_dot = false;
    while let [token, further @ ..] = rest {
        let starts = matches!(token, TokenTree::Ident(_)) || is(token, '<') || is(token, ':');
        if let Some((path, behind)) = starts.then(|| path(rest)).flatten() {
            let end = rest.len() - behind;
            let is_called = matches!(
                rest.get(end),
                Some(TokenTree::Group(list)) if list.delimiter() == Delimiter::Parenthesis
            );
            if !after_dot && !is_called {
                found.push(path);
            }
            rest = &rest[end..];
        } else {
            if let TokenTree::Group(group) = token {
                let inner: Vec<_> = group.stream().into_iter().collect();
                paths(&inner, found);
            }
            rest = further;
        }
        after_dot = is(token, '.');
    }
}

/// The path that tokens start with, and how many are behind it.
fn path(tokens: &[TokenTree]) -> Option<(String, usize)> {
    let read = |input: ParseStream<'_>| {
        let path: ExprPath = input.parse()?;
        let behind: TokenStream = input.parse()?;
        Ok((path, behind.into_iter().count()))
    };
    let (path, behind) = read.parse2(tokens.iter().cloned().collect()).ok()?;
    let Some(of) = &path.qself else {
        return Some((key(&path.path), behind));
    };
    let Type::Path(ty) = &*of.ty else {
        return None;
    };
    let names = path.path.segments.iter().skip(of.position);
    let names = names.map(|it| it.ident.to_string());
    let names: Vec<_> = std::iter::once(key(&ty.path)).chain(names).collect();
    Some((names.join("::"), behind))
}
