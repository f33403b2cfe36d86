//! `implies(Viewer, Auditor)`

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::ToTokens;

use crate::code::Code;
use crate::errors::{Errors, quoted, source};
use crate::syntax::{Segment, Setting, nothing_after, split};

/// The option, and an example to type.
pub(super) const IMPLIES: (&str, &str) = ("implies", "implies(Viewer)");

/// The variants of the list, if the segment is one. Otherwise the segment.
pub(super) fn read(segment: Segment, errors: &mut Errors) -> Result<Vec<Ident>, Segment> {
    match segment {
        Segment::Value(tokens) if is_implies(&tokens) => Ok(list(&tokens, errors)),
        Segment::Setting(setting) if setting.key == IMPLIES.0 => {
            with_equals(&setting, errors);
            Ok(Vec::new())
        }
        another => Err(another),
    }
}

fn is_implies(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [TokenTree::Ident(key), ..] if key == IMPLIES.0)
}

fn list(tokens: &[TokenTree], errors: &mut Errors) -> Vec<Ident> {
    let written: TokenStream = tokens.iter().cloned().collect();
    let mut variants = Vec::new();
    match tokens {
        [_, TokenTree::Group(list), ..] if list.delimiter() != Delimiter::Parenthesis => {
            in_parentheses(&written, &source(list.stream()), errors);
        }
        [_, TokenTree::Group(list), rest @ ..] if !list.stream().is_empty() => {
            nothing_after(rest, errors);
            for segment in split(list.stream(), errors) {
                match segment {
                    Segment::Value(tokens) => variants.extend(variant(&tokens, errors)),
                    Segment::Setting(setting) => not_a_variant(&setting, None, errors),
                }
            }
        }
        _ => names_no_variant(&written, errors),
    }
    variants
}

fn names_no_variant(written: &TokenStream, errors: &mut Errors) {
    errors.at(
        Code::SaysNothing,
        written,
        format!(
            "{} names no variant\nhelp: `implies(Viewer)`, or remove it",
            quoted(written)
        ),
    );
}

fn with_equals(setting: &Setting, errors: &mut Errors) {
    let value = match &setting.value[..] {
        [TokenTree::Group(list)] => source(list.stream()),
        value => source(value.iter().cloned().collect()),
    };
    in_parentheses(setting, value.trim_matches('"'), errors);
}

fn in_parentheses(written: &impl ToTokens, list: &str, errors: &mut Errors) {
    errors.at(
        Code::NotAVariant,
        written,
        format!("`implies` takes variants in parentheses\nhelp: `implies({list})`"),
    );
}

/// One variant of a list. A path to one is reported with its last word.
fn variant(tokens: &[TokenTree], errors: &mut Errors) -> Option<Ident> {
    match tokens {
        [TokenTree::Ident(name)] => Some(name.clone()),
        // A macro's `$variant:path` arrives inside an invisible group.
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::None => {
            let inner: Vec<_> = group.stream().into_iter().collect();
            variant(&inner, errors)
        }
        [TokenTree::Ident(name), rest @ ..] if matches!(rest[0], TokenTree::Ident(_)) => {
            nothing_after(rest, errors);
            Some(name.clone())
        }
        _ => {
            let written: TokenStream = tokens.iter().cloned().collect();
            let path = syn::parse2::<syn::Path>(written.clone()).ok();
            let last = path.and_then(|path| Some(path.segments.last()?.ident.clone()));
            not_a_variant(&written, last, errors);
            None
        }
    }
}

fn not_a_variant(written: &impl ToTokens, meant: Option<Ident>, errors: &mut Errors) {
    let text = written.to_token_stream();
    let (what, help) = match meant {
        Some(meant) => (
            "is a path",
            format!("the variant alone: `implies({meant})`"),
        ),
        None => (
            "is not a variant",
            "`implies` takes variants, without quotes: `implies(Viewer)`".to_owned(),
        ),
    };
    errors.at(
        Code::NotAVariant,
        written,
        format!("{} {what}\nhelp: {help}", quoted(&text)),
    );
}
