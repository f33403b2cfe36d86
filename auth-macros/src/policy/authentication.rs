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
    if let [first, again, ..] = &auth[..] {
        errors.clash(
            (
                &again.place,
                "`#[require_auth]` is given twice\nhelp: keep one",
            ),
            (&first.place, "`#[require_auth]` is first given here"),
        );
    }
    if let [first, again, ..] = &anonymous[..] {
        errors.clash(
            (
                &again.place,
                "`#[allow_anonymous]` is given twice\nhelp: keep one",
            ),
            (&first.place, "`#[allow_anonymous]` is first given here"),
        );
    }
    if let Some(open) = anonymous.first() {
        let auth = auth.iter().map(|args| (&args.place, "require_auth"));
        let roles = roles.iter().map(|args| (&args.place, "require_role"));
        for (place, name) in auth.chain(roles) {
            let message = format!(
                "`#[{name}]` on a handler that `#[allow_anonymous]` opens to everybody\nhelp: \
                 keep one of the two"
            );
            errors.clash(
                (place, message),
                (&open.place, "`#[allow_anonymous]` is given here"),
            );
        }
    } else if let ([], Some(role)) = (&auth[..], roles.first()) {
        errors.at(
            &role.place,
            "`#[require_role]` without `#[require_auth]`: this route would answer 403 to a caller \
             it cannot name\nhelp: add `#[require_auth(scheme = \"Bearer\")]` above it",
        );
    }
}

fn required(args: &AuthArgs, errors: &mut Errors) -> Authentication {
    let hide = args.hide.as_ref().is_some_and(|hide| hide.value);
    if let (true, Some(realm)) = (hide, &args.realm) {
        errors.at(
            &realm.tokens,
            "`realm` beside `hide = true`: a hidden route shows no challenge of its own\nhelp: \
             remove the `realm`, or `hide`",
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
        None => "the schemes are `\"Bearer\"`".into(),
    };
    errors.at(
        &written.value,
        format!("unknown scheme {}\nhelp: {help}", quoted(&written.value)),
    );
    Scheme::Bearer
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
