//! A hidden refusal looks like a miss; anything that belongs to this route alone would identify it.

use super::{Declared, Required};
use crate::code::Code;
use crate::errors::Errors;
use crate::syntax::{AuthArgs, Kind};

pub(super) fn check(declared: &Declared, errors: &mut Errors) {
    declared.auth.iter().for_each(|it| check_auth(it, errors));
    let hidden: Vec<_> = declared.required.iter().filter(|it| it.hides()).collect();
    for required in &hidden {
        check_message(required, errors);
    }
    if !hidden.is_empty() {
        let auth = declared.auth.iter();
        auth.for_each(|it| check_redirect(it, &hidden, errors));
    }
    let realms = declared.auth.iter().filter_map(|auth| auth.realm.as_ref());
    for realm in realms.filter(|_| !hidden.is_empty()) {
        let (why, way_out) = why_hidden(&hidden);
        errors.at(
            Code::HiddenRequirementWithRealm,
            &realm.tokens,
            format!(
                "`realm` on a handler whose refusal is hidden: its challenge would tell the route \
                 from a miss{why}\nhelp: remove `realm`, or {way_out}"
            ),
        );
    }
}

fn check_message(required: &Required, errors: &mut Errors) {
    let Some(message) = required.message() else {
        return;
    };
    let text = if is_tenant(required) {
        "`message` on `#[require_tenant]`, which hides unless `hide = false` is written: a hidden \
         refusal says nothing\nhelp: remove `message`, or write `hide = false`"
    } else {
        "`message` beside `hide = true`: a hidden refusal says nothing\nhelp: remove `message`, or \
         `hide`"
    };
    errors.at(Code::HiddenWithMessage, &message.tokens, text);
}

fn is_tenant(required: &Required) -> bool {
    required.kind() == Kind::RequireTenant
}

/// What hides without a word is named, and what else can be written there.
fn why_hidden(hidden: &[&Required]) -> (&'static str, &'static str) {
    let tenants = hidden.iter().filter(|it| is_tenant(it)).count();
    match hidden.len() - tenants {
        0 => (
            "; `#[require_tenant]` hides unless `hide = false` is written",
            "write `hide = false` there",
        ),
        _ if tenants > 0 => (
            "; `#[require_tenant]` hides too, unless `hide = false` is written",
            "hide nothing here",
        ),
        _ => ("", "`hide`"),
    }
}

/// Callers without a session are asked as those of a miss are, whatever the route says.
fn check_redirect(args: &AuthArgs, hidden: &[&Required], errors: &mut Errors) {
    let Some(redirect) = args.redirect.as_ref().filter(|it| it.value) else {
        return;
    };
    let is_reported = args.hide.as_ref().is_some_and(|hide| hide.value);
    // A module's default is for all of its handlers, as far as each can do it.
    if !args.is_default && !is_reported {
        let (why, way_out) = why_hidden(hidden);
        errors.at(
            Code::HiddenAuthWithChallenge,
            &redirect.tokens,
            format!(
                "`redirect = true` on a handler whose refusal is hidden: strangers get what a path \
                 that does not exist answers, and no redirect of its own{why}\nhelp: remove \
                 `redirect`, or {way_out}"
            ),
        );
    }
}

/// Callers without a usable credential would be told apart from those of a miss by what they are told.
fn check_auth(args: &AuthArgs, errors: &mut Errors) {
    if !args.hide.as_ref().is_some_and(|hide| hide.value) {
        return;
    }
    let options = [
        ("max_age", args.max_age.as_ref().map(|it| &it.tokens)),
        ("acr", args.acr.as_ref().map(|it| &it.tokens)),
        ("redirect", args.redirect.as_ref().map(|it| &it.tokens)),
    ];
    for (key, tokens) in options {
        let Some(tokens) = tokens else { continue };
        let why = match key {
            "redirect" => "a hidden route sends nobody to a login page",
            _ => "a hidden route shows no challenge of its own",
        };
        errors.at(
            Code::HiddenAuthWithChallenge,
            tokens,
            format!("`{key}` beside `hide = true`: {why}\nhelp: remove `{key}`, or `hide`"),
        );
    }
}
