//! One argument, as it is called: `require_auth(scheme = "Bearer")`.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use syn::parse::Parser;

use crate::errors::Errors;
use crate::syntax::{nothing_after, path_length};

/// `require_auth`, `require_auth(…)`, `routes(…)`
pub(super) struct Call {
    pub(super) name: Ident,
    pub(super) list: Option<Group>,
    pub(super) tokens: TokenStream,
}

impl Call {
    /// `None` for something else than a call.
    pub(super) fn read(tokens: &[TokenTree], errors: &mut Errors) -> Option<Self> {
        let length = path_length(tokens);
        let (path, rest) = tokens.split_at(length);
        let name = name(path)?;
        let (list, rest) = match rest {
            [TokenTree::Group(list), rest @ ..] if list.delimiter() == Delimiter::Parenthesis => {
                (Some(list.clone()), rest)
            }
            rest => (None, rest),
        };
        nothing_after(rest, errors);
        let whole = &tokens[..length + usize::from(list.is_some())];
        Some(Self {
            name,
            list,
            tokens: whole.iter().cloned().collect(),
        })
    }
}

/// `require_auth` or `auth_runtime::require_auth`: behind another path may be somebody else's.
fn name(path: &[TokenTree]) -> Option<Ident> {
    let tokens = path.iter().cloned().collect();
    let path = syn::Path::parse_mod_style.parse2(tokens).ok()?;
    let mut segments = path.segments.into_iter().map(|segment| segment.ident);
    let first = segments.next()?;
    match (segments.next(), segments.next()) {
        (None, _) => Some(first),
        (name, None) if first == "auth_runtime" => name,
        _ => None,
    }
}
