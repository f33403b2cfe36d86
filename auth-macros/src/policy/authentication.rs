//! Whether a caller must be known, by which scheme, and what one who is not is told.

use proc_macro2::TokenStream;
use syn::LitStr;

use super::scheme::{Scheme, Schemes, as_option};
use super::step_up::{self, StepUp};
use super::{Declared, carrier, redirect};
use crate::code::Code;
use crate::errors::{Errors, quoted};
use crate::syntax::{AuthArgs, Route, Written};

pub(crate) enum Authentication {
    Required {
        schemes: Schemes,
        realm: Option<String>,
        hide: bool,
        step_up: Option<StepUp>,
        redirect: Option<bool>,
    },
    Optional {
        reason: Option<String>,
    },
}

pub(super) fn lower(declared: &Declared, routes: &[Route], errors: &mut Errors) -> Authentication {
    check_combination(declared, errors);
    match (&declared.auth[..], &declared.anonymous[..]) {
        ([args, ..], _) => {
            let schemes = Schemes::lower(args.scheme.as_ref(), errors);
            carrier::check(&schemes, &declared.required, errors);
            let leaves_out = redirect::is_left_out(args, routes, &declared.required);
            required(args, schemes, leaves_out, errors)
        }
        ([], anonymous) => Authentication::Optional {
            reason: anonymous
                .first()
                .and_then(|args| args.reason.as_ref())
                .map(|reason| text("reason", reason, errors)),
        },
    }
}

/// Attributes that contradict or repeat each other.
fn check_combination(declared: &Declared, errors: &mut Errors) {
    let Declared {
        auth,
        required,
        anonymous,
    } = declared;
    if !schemes_differ(auth, errors) {
        check_once("require_auth", auth.iter().map(|it| &it.place), errors);
    }
    check_once(
        "allow_anonymous",
        anonymous.iter().map(|it| &it.place),
        errors,
    );
    let auth_places = auth.iter().map(|args| (&args.place, "require_auth"));
    let required_places = required.iter().map(|it| (it.place(), it.kind().name()));
    if let Some(open) = anonymous.first() {
        check_open(&open.place, auth_places.chain(required_places), errors);
    } else if let ([], Some(first)) = (&auth[..], required.first()) {
        errors.at(
            Code::RequirementWithoutAuth,
            first.place(),
            format!(
                "`#[{}]` without `#[require_auth]`: this route would answer 403 to a caller it \
                 cannot name\nhelp: add `#[require_auth(scheme = \"Bearer\")]` above it",
                first.kind().name()
            ),
        );
    }
}

/// Attributes of which a caller would have to satisfy each, by another credential.
fn schemes_differ(auth: &[AuthArgs], errors: &mut Errors) -> bool {
    let mut lists = auth.iter().filter_map(|args| args.scheme.as_ref());
    let Some(first) = lists.next() else {
        return false;
    };
    let Some(other) = lists.find(|it| named(it) != named(first)) else {
        return false;
    };
    let mut all: Vec<Scheme> = Vec::new();
    for scheme in named(first).iter().chain(&named(other)) {
        all.extend(Scheme::meant(scheme).filter(|it| !all.contains(it)));
    }
    let help = match &all[..] {
        [_, _] => format!("`#[require_auth({})]` accepts either", as_option(&all)),
        [_, _, ..] => format!("`#[require_auth({})]` accepts any of them", as_option(&all)),
        _ => "keep one `#[require_auth]`".to_owned(),
    };
    let texts = |list: &Written<Vec<LitStr>>| {
        let texts: Vec<_> = list.value.iter().map(quoted).collect();
        texts.join(", ")
    };
    errors.clash(
        Code::SchemesDiffer,
        (
            &other.tokens,
            format!(
                "the scheme {} beside {}: no caller can authenticate by both at once\nhelp: {help}",
                texts(other),
                texts(first)
            ),
        ),
        (&first.tokens, "the first scheme is given here"),
    );
    true
}

fn named(list: &Written<Vec<LitStr>>) -> Vec<String> {
    list.value.iter().map(LitStr::value).collect()
}

fn check_once<'a>(
    name: &str,
    mut places: impl Iterator<Item = &'a TokenStream>,
    errors: &mut Errors,
) {
    let first = places.next();
    let again: Vec<_> = places.collect();
    for place in &again {
        errors.at(
            Code::AttributeTwice,
            place,
            format!("`#[{name}]` is given twice\nhelp: keep one"),
        );
    }
    if let (Some(first), [_, ..]) = (first, &again[..]) {
        errors.at(
            Code::AttributeTwice,
            first,
            format!("`#[{name}]` is first given here"),
        );
    }
}

/// What closes a handler that another attribute opens.
fn check_open<'a>(
    open: &TokenStream,
    closing: impl Iterator<Item = (&'a TokenStream, &'static str)>,
    errors: &mut Errors,
) {
    let closing: Vec<_> = closing.collect();
    for (place, name) in &closing {
        errors.at(
            Code::OpenAndClosed,
            place,
            format!(
                "`#[{name}]` on a handler that `#[allow_anonymous]` opens to everybody\nhelp: \
                 keep one of the two"
            ),
        );
    }
    if !closing.is_empty() {
        errors.at(
            Code::OpenAndClosed,
            open,
            "`#[allow_anonymous]` is given here",
        );
    }
}

fn required(
    args: &AuthArgs,
    schemes: Schemes,
    leaves_out_redirect: bool,
    errors: &mut Errors,
) -> Authentication {
    let hide = args.hide.as_ref().is_some_and(|hide| hide.value);
    if let (true, Some(realm)) = (hide, &args.realm) {
        errors.at(
            Code::HiddenAuthWithRealm,
            &realm.tokens,
            "`realm` beside `hide = true`: a hidden route shows no challenge of its own\nhelp: \
             remove `realm`, or `hide`",
        );
    } else if let Some(realm) = &args.realm {
        check_realm(realm, &schemes, errors);
    }
    let step_up = step_up::lower(args, &schemes, errors);
    let redirect = redirect::lower(args, &schemes, errors);
    Authentication::Required {
        schemes,
        realm: args
            .realm
            .as_ref()
            .map(|realm| text("realm", realm, errors)),
        hide,
        step_up,
        redirect: redirect.filter(|_| !leaves_out_redirect),
    }
}

/// The hash that Digest stores holds the realm (RFC 7616 §3.4.2).
fn check_realm(realm: &Written<LitStr>, schemes: &Schemes, errors: &mut Errors) {
    if schemes.find(|it| it == Scheme::Digest).is_none() {
        return;
    }
    errors.at(
        Code::RealmOfDigest,
        &realm.tokens,
        "`realm` beside `Digest`: its passwords are stored as hashes for one realm, and would fit no \
         other\nhelp: remove `realm` here, and say it in `Auth::builder().realm(…)`",
    );
}

/// Proxies cut header fields of a few thousand bytes, and nobody reads more.
const LONGEST_TEXT: usize = 256;

/// Text that can stand in a header's quoted-string (RFC 9110 §5.6.4) and in a log line.
pub(super) fn text(key: &str, written: &Written<LitStr>, errors: &mut Errors) -> String {
    let value = written.value.value();
    if value.trim().is_empty() {
        errors.at(
            Code::TextEmpty,
            &written.tokens,
            format!("`{key}` is empty\nhelp: say what it is, or remove it"),
        );
    }
    let foreign = value.chars().find(|c| !matches!(c, ' '..='~'));
    if let (Some(character), "realm") = (foreign, key) {
        errors.at(
            Code::NotARealm,
            &written.value,
            format!(
                "`realm` holds {character:?}, which a challenge cannot carry\nhelp: use printable \
                 ASCII: letters, digits, spaces and punctuation"
            ),
        );
    }
    if value.len() > LONGEST_TEXT {
        errors.at(
            Code::TooLong,
            &written.value,
            format!(
                "`{key}` has {} bytes, and {}\nhelp: at most {LONGEST_TEXT}",
                value.len(),
                match key {
                    "reason" => "lists of routes show it in a line",
                    _ => "every refusal would carry it",
                }
            ),
        );
    }
    value
}
