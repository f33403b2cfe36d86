//! What stands in the parentheses of `#[require_auth(…)]`.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::LitStr;

use super::args::{is_default_mark, options_only};
use super::arguments::Segment;
use super::kind::Kind;
use super::option::{CratePath, Written, set_once};
use super::texts::bracketed;
use crate::code::Code;
use crate::errors::{Errors, quoted};

/// `#[require_auth(…)]`
pub(crate) struct AuthArgs {
    /// What an error underlines when the whole attribute is meant.
    pub(crate) place: TokenStream,
    /// Whether it is what a module asks of all its handlers.
    pub(crate) is_default: bool,
    /// Any of these.
    pub(crate) scheme: Option<Written<Vec<LitStr>>>,
    pub(crate) realm: Option<Written<LitStr>>,
    pub(crate) max_age: Option<Written<LitStr>>,
    /// Any of these.
    pub(crate) acr: Option<Written<Vec<LitStr>>>,
    pub(crate) redirect: Option<Written<bool>>,
    pub(crate) hide: Option<Written<bool>>,
    pub(crate) krate: Option<Written<CratePath>>,
}

impl AuthArgs {
    pub(super) fn read(place: TokenStream, segments: Vec<Segment>, errors: &mut Errors) -> Self {
        let mut args = Self {
            place,
            is_default: false,
            scheme: None,
            realm: None,
            max_age: None,
            acr: None,
            redirect: None,
            hide: None,
            krate: None,
        };
        let segments = without_mark(segments, &mut args.is_default);
        let segments = without_loose_texts(segments, errors);
        for option in options_only(Kind::RequireAuth, segments, errors) {
            let key = option.key();
            match key.to_string().as_str() {
                "scheme" => set_list_once(&mut args.scheme, key, option.texts(errors), errors),
                "realm" => set_once(&mut args.realm, key, option.text(errors), errors),
                "max_age" => set_once(&mut args.max_age, key, option.text(errors), errors),
                "acr" => set_list_once(&mut args.acr, key, option.texts(errors), errors),
                "redirect" => set_once(&mut args.redirect, key, option.flag(errors), errors),
                "hide" => set_once(&mut args.hide, key, option.flag(errors), errors),
                _ => set_once(&mut args.krate, key, option.path(errors), errors),
            }
        }
        args
    }
}

fn without_mark(mut segments: Vec<Segment>, is_default: &mut bool) -> Vec<Segment> {
    let is_mark = |it: &Segment| matches!(it, Segment::Value(tokens) if is_default_mark(tokens));
    if segments.first().is_some_and(is_mark) {
        *is_default = true;
        segments.remove(0);
    }
    segments
}

/// Reports `scheme = "Bearer", "ApiKey"`, which lacks brackets, and not the second text for itself.
fn without_loose_texts(segments: Vec<Segment>, errors: &mut Errors) -> Vec<Segment> {
    let mut kept: Vec<Segment> = Vec::new();
    let mut loose: Vec<LitStr> = Vec::new();
    for segment in segments {
        match (&segment, kept.last()) {
            (Segment::Value(tokens), Some(Segment::Setting(before)))
                if (before.key == "scheme" || before.key == "acr")
                    && text_alone(tokens).is_some() =>
            {
                loose.extend(text_alone(tokens));
            }
            _ => {
                report_loose(&mut loose, kept.last(), errors);
                kept.push(segment);
            }
        }
    }
    report_loose(&mut loose, kept.last(), errors);
    kept
}

fn text_alone(tokens: &[TokenTree]) -> Option<LitStr> {
    match tokens {
        [text] => syn::parse2(text.to_token_stream()).ok(),
        _ => None,
    }
}

fn report_loose(loose: &mut Vec<LitStr>, before: Option<&Segment>, errors: &mut Errors) {
    let ([first, ..], Some(Segment::Setting(setting))) = (&loose[..], before) else {
        return;
    };
    let listed = setting.listed();
    errors.at(
        Code::NotAnOption,
        first,
        format!(
            "{} stands outside of `{}`\nhelp: several in brackets: `{}`",
            quoted(first),
            setting.key,
            bracketed(&setting.key, &quote::quote!(#listed, #(#loose),*)),
        ),
    );
    loose.clear();
}

/// Fills a slot once; of a second time the message makes one list.
fn set_list_once(
    slot: &mut Option<Written<Vec<LitStr>>>,
    key: &Ident,
    value: Option<Written<Vec<LitStr>>>,
    errors: &mut Errors,
) {
    let (Some(first), Some(second)) = (&slot, &value) else {
        return set_once(slot, key, value, errors);
    };
    let mut all = first.value.clone();
    for text in &second.value {
        if !all.iter().any(|it| it.value() == text.value()) {
            all.push(text.clone());
        }
    }
    if all.len() == first.value.len() {
        return set_once(slot, key, value, errors);
    }
    let list = bracketed(key, &quote::quote!(#(#all),*));
    errors.clash(
        Code::OptionTwice,
        (
            &second.tokens,
            format!("`{key}` is given twice\nhelp: `{list}` accepts any of them"),
        ),
        (&first.tokens, format!("`{key}` is first given here")),
    );
}
