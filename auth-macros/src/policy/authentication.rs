//! Whether a caller must be known, by which scheme, and what one who is not is told.

use proc_macro2::TokenStream;
use syn::LitStr;

use super::Declared;
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
        roles,
        anonymous,
    } = declared;
    check_once("require_auth", auth.iter().map(|it| &it.place), errors);
    check_once(
        "allow_anonymous",
        anonymous.iter().map(|it| &it.place),
        errors,
    );
    let auth_places = auth.iter().map(|args| (&args.place, "require_auth"));
    let role_places = roles.iter().map(|args| (&args.place, "require_role"));
    if let Some(open) = anonymous.first() {
        check_open(&open.place, auth_places.chain(role_places), errors);
    } else if let ([], Some(role)) = (&auth[..], roles.first()) {
        errors.at(
            &role.place,
            "`#[require_role]` without `#[require_auth]`: this route would answer 403 to a caller \
             it cannot name\nhelp: add `#[require_auth(scheme = \"Bearer\")]` above it",
        );
    }
}

fn check_once<'a>(
    name: &str,
    mut places: impl Iterator<Item = &'a TokenStream>,
    errors: &mut Errors,
) {
    let first = places.next();
    let again: Vec<_> = places.collect();
    for place in &again {
        errors.at(place, format!("`#[{name}]` is given twice\nhelp: keep one"));
    }
    if let (Some(first), [_, ..]) = (first, &again[..]) {
        errors.at(first, format!("`#[{name}]` is first given here"));
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
            place,
            format!(
                "`#[{name}]` on a handler that `#[allow_anonymous]` opens to everybody\nhelp: \
                 keep one of the two"
            ),
        );
    }
    if !closing.is_empty() {
        errors.at(open, "`#[allow_anonymous]` is given here");
    }
}

fn required(args: &AuthArgs, errors: &mut Errors) -> Authentication {
    let hide = args.hide.as_ref().is_some_and(|hide| hide.value);
    if let (true, Some(realm)) = (hide, &args.realm) {
        errors.at(
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

/// Text that can stand in a header's quoted-string (RFC 9110 §5.6.4) and in a log line.
pub(super) fn text(key: &str, written: &Written<LitStr>, errors: &mut Errors) -> String {
    let value = written.value.value();
    if value.trim().is_empty() {
        errors.at(
            &written.tokens,
            format!("`{key}` is empty\nhelp: say what it is, or remove it"),
        );
    }
    let foreign = value.chars().find(|c| !matches!(c, ' '..='~'));
    if let (Some(character), "realm") = (foreign, key) {
        errors.at(
            &written.value,
            format!(
                "`realm` holds {character:?}, which a challenge cannot carry\nhelp: use printable \
                 ASCII: letters, digits, spaces and punctuation"
            ),
        );
    }
    value
}

impl Scheme {
    /// The variant's path below the private door.
    pub(crate) fn variant(self) -> TokenStream {
        match self {
            Self::Bearer => quote::quote!(Scheme::Bearer),
        }
    }
}
