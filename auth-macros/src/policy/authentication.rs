//! Whether a caller must be known, by which scheme, and what one who is not is told.

use proc_macro2::TokenStream;
use syn::LitStr;

use super::Declared;
use crate::code::Code;
use crate::errors::{Errors, quoted};
use crate::suggest::closest;
use crate::syntax::{AuthArgs, Written};

pub(crate) enum Authentication {
    Required {
        scheme: Scheme,
        realm: Option<String>,
        hide: bool,
    },
    Optional {
        reason: Option<String>,
    },
}

/// The schemes that a handler can ask for, by their registered names.
#[derive(Clone, Copy)]
pub(crate) enum Scheme {
    Bearer,
}

const SCHEMES: [(&str, Scheme); 1] = [("Bearer", Scheme::Bearer)];

pub(super) fn lower(declared: &Declared, errors: &mut Errors) -> Authentication {
    check_combination(declared, errors);
    match (&declared.auth[..], &declared.anonymous[..]) {
        ([args, ..], _) => required(args, errors),
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

/// Two schemes of which a caller would have to present both in one field.
fn schemes_differ(auth: &[AuthArgs], errors: &mut Errors) -> bool {
    let mut schemes = auth.iter().filter_map(|args| args.scheme.as_ref());
    let Some(first) = schemes.next() else {
        return false;
    };
    let Some(other) = schemes.find(|it| it.value.value() != first.value.value()) else {
        return false;
    };
    errors.clash(
        Code::SchemesDiffer,
        (
            &other.tokens,
            format!(
                "the scheme {} beside {}: no caller can authenticate by both at once\nhelp: keep \
                 one `#[require_auth]`",
                quoted(&other.value),
                quoted(&first.value)
            ),
        ),
        (&first.tokens, "the first scheme is given here"),
    );
    true
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

fn required(args: &AuthArgs, errors: &mut Errors) -> Authentication {
    let hide = args.hide.as_ref().is_some_and(|hide| hide.value);
    if let (true, Some(realm)) = (hide, &args.realm) {
        errors.at(
            Code::HiddenAuthWithRealm,
            &realm.tokens,
            "`realm` beside `hide = true`: a hidden route shows no challenge of its own\nhelp: \
             remove `realm`, or `hide`",
        );
    }
    Authentication::Required {
        scheme: args
            .scheme
            .as_ref()
            .map_or(Scheme::Bearer, |name| scheme(name, errors)),
        realm: args
            .realm
            .as_ref()
            .map(|realm| text("realm", realm, errors)),
        hide,
    }
}

fn scheme(written: &Written<LitStr>, errors: &mut Errors) -> Scheme {
    let name = written.value.value();
    if let Some((_, scheme)) = SCHEMES.iter().find(|(known, _)| *known == name) {
        return *scheme;
    }
    let help = match closest(&name, SCHEMES.map(|(known, _)| known)) {
        Some(meant) => format!("did you mean `\"{meant}\"`?"),
        None => format!("known is {}", known_schemes()),
    };
    errors.at(
        Code::UnknownScheme,
        &written.value,
        format!("unknown scheme {}\nhelp: {help}", quoted(&written.value)),
    );
    Scheme::Bearer
}

fn known_schemes() -> String {
    SCHEMES
        .map(|(known, _)| format!("`\"{known}\"`"))
        .join(", ")
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

impl Scheme {
    /// The registered name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Bearer => "Bearer",
        }
    }

    /// The variant's path below the private door.
    pub(crate) fn variant(self) -> TokenStream {
        match self {
            Self::Bearer => quote::quote!(Scheme::Bearer),
        }
    }
}
