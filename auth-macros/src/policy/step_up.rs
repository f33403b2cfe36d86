//! How, and how recently, a caller must have authenticated (RFC 9470).

mod age;

use quote::ToTokens;
use syn::LitStr;

use super::authentication::text;
use super::scheme::{Scheme, Schemes};
use crate::code::Code;
use crate::errors::{Errors, quoted};
use crate::syntax::{AuthArgs, Written};

/// `max_age = "5m", acr = ["phr", "phrh"]`
pub(crate) struct StepUp {
    /// In seconds.
    pub(crate) max_age: Option<u32>,
    pub(crate) acr: Vec<String>,
}

pub(super) fn lower(args: &AuthArgs, schemes: &Schemes, errors: &mut Errors) -> Option<StepUp> {
    if args.max_age.is_none() && args.acr.is_none() {
        return None;
    }
    check_provable(args, schemes, errors);
    Some(StepUp {
        max_age: args.max_age.as_ref().and_then(|it| max_age(it, errors)),
        acr: args
            .acr
            .as_ref()
            .map(|it| contexts(it, errors))
            .unwrap_or_default(),
    })
}

/// Each scheme has to know when, and how, its caller logged in.
fn check_provable(args: &AuthArgs, schemes: &Schemes, errors: &mut Errors) {
    if !schemes.are_known {
        return;
    }
    let options = [
        ("max_age", args.max_age.as_ref().map(|it| &it.tokens)),
        ("acr", args.acr.as_ref().map(|it| &it.tokens)),
    ];
    for (key, tokens) in options {
        let unprovable = schemes.find(|scheme| why_not(scheme, key).is_some());
        let (Some(tokens), Some(named)) = (tokens, unprovable) else {
            continue;
        };
        let why = why_not(named.scheme, key).unwrap_or_default();
        let name = named.scheme.name();
        let able = [Scheme::Bearer, Scheme::DPoP, Scheme::Session].into_iter();
        let able = able.filter(|scheme| why_not(*scheme, key).is_none());
        let able: Vec<_> = able.map(|it| format!("`{}`", it.name())).collect();
        let able = able.join(", ");
        errors.at(
            Code::StepUpUnprovable,
            tokens,
            format!(
                "`{key}` beside `{name}`: {why}\nhelp: remove `{key}`, or take schemes that \
                 can tell: {able}"
            ),
        );
    }
}

/// Why a caller of this scheme could never prove it.
fn why_not(scheme: Scheme, key: &str) -> Option<&'static str> {
    match (scheme, key) {
        (Scheme::Bearer | Scheme::DPoP, _) | (Scheme::Session, "max_age") => None,
        (Scheme::Session, _) => Some("a session does not say by which means its user logged in"),
        (Scheme::Basic | Scheme::Digest, "max_age") => {
            Some("its callers use a password at every request, and never log in")
        }
        (Scheme::Basic | Scheme::Digest, _) => {
            Some("its callers prove a password, and nothing else")
        }
        (Scheme::ApiKey, _) => Some("its callers are programs with a key, which never log in"),
    }
}

fn max_age(written: &Written<LitStr>, errors: &mut Errors) -> Option<u32> {
    let value = written.value.value();
    match age::seconds(&value) {
        Ok(seconds) => Some(seconds),
        Err(mistake) => {
            let (message, help) = mistake.in_words(&value);
            errors.at(
                Code::NotAnAge,
                &written.value,
                format!("{message}\nhelp: {help}"),
            );
            None
        }
    }
}

/// The values of `acr_values`, which a space divides and quotes surround (RFC 9470 §3).
fn contexts(written: &Written<Vec<LitStr>>, errors: &mut Errors) -> Vec<String> {
    if written.value.is_empty() {
        errors.at(
            Code::TextEmpty,
            &written.tokens,
            "`acr` is empty\nhelp: say what it is, or remove it",
        );
    }
    let mut seen: Vec<&LitStr> = Vec::new();
    for context in &written.value {
        check_context(context, written, errors);
        let is_same = |it: &&&LitStr| it.value() == context.value();
        if let Some(first) = seen.iter().find(is_same) {
            let message = format!(
                "the `acr` value {} is listed twice\nhelp: remove one",
                quoted(context)
            );
            errors.clash(
                Code::NameListedTwice,
                (context, message),
                (*first, "first listed here"),
            );
        }
        seen.push(context);
    }
    written.value.iter().map(LitStr::value).collect()
}

fn check_context(context: &LitStr, list: &Written<Vec<LitStr>>, errors: &mut Errors) {
    let value = context.value();
    let is_allowed = |c: char| matches!(c, '!' | '#'..='[' | ']'..='~');
    let Some(foreign) = value.chars().find(|c| !is_allowed(*c)) else {
        // For its length, and for one that is empty.
        let written = Written {
            value: context.clone(),
            tokens: context.to_token_stream(),
        };
        text("acr", &written, errors);
        return;
    };
    let words: Vec<_> = value
        .split_whitespace()
        .map(|it| format!("{it:?}"))
        .collect();
    let help = match &words[..] {
        [] => "say what it is, or remove it".to_owned(),
        [only] if value.trim().chars().all(is_allowed) => format!("`{only}`"),
        [_, _, ..] if list.value.len() == 1 => {
            format!("`acr = [{}]` accepts any of them", words.join(", "))
        }
        [_, _, ..] => format!("one text for each: `{}`", words.join(", ")),
        _ => "use printable ASCII without spaces, quotes and backslashes: `\"phr\"`".to_owned(),
    };
    errors.at(
        Code::NotAContext,
        context,
        format!(
            "the `acr` value {} holds {foreign:?}, which a challenge cannot carry\nhelp: {help}",
            quoted(context)
        ),
    );
}
