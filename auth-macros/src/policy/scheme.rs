//! The schemes by which a caller can make itself known, and what each of them can tell.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::LitStr;

use crate::code::Code;
use crate::errors::{Errors, mistake, quoted};
use crate::suggest::closest;
use crate::syntax::Written;

/// The schemes that a handler can ask for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Scheme {
    Bearer,
    Basic,
    Digest,
    ApiKey,
    Session,
    DPoP,
}

const SCHEMES: [Scheme; 6] = [
    Scheme::Bearer,
    Scheme::Basic,
    Scheme::Digest,
    Scheme::ApiKey,
    Scheme::Session,
    Scheme::DPoP,
];

/// What people call them, in lower case and without what stands between words.
const OTHER_NAMES: [(&str, Scheme); 24] = [
    ("jwt", Scheme::Bearer),
    ("token", Scheme::Bearer),
    ("accesstoken", Scheme::Bearer),
    ("bearertoken", Scheme::Bearer),
    ("oauth", Scheme::Bearer),
    ("oauth2", Scheme::Bearer),
    ("oidc", Scheme::Bearer),
    ("openid", Scheme::Bearer),
    ("openidconnect", Scheme::Bearer),
    ("http", Scheme::Basic),
    ("basicauth", Scheme::Basic),
    ("httpbasic", Scheme::Basic),
    ("password", Scheme::Basic),
    ("digestauth", Scheme::Digest),
    ("httpdigest", Scheme::Digest),
    ("key", Scheme::ApiKey),
    ("apikeys", Scheme::ApiKey),
    ("apitoken", Scheme::ApiKey),
    ("xapikey", Scheme::ApiKey),
    ("cookie", Scheme::Session),
    ("cookies", Scheme::Session),
    ("sessioncookie", Scheme::Session),
    ("form", Scheme::Session),
    ("login", Scheme::Session),
];

/// Any of these, in the order in which a challenge offers them.
pub(crate) struct Schemes {
    pub(crate) named: Vec<Named>,
    /// Whether each that was written is one.
    pub(super) are_known: bool,
}

/// A scheme, and where somebody named it.
pub(crate) struct Named {
    pub(crate) scheme: Scheme,
    pub(crate) written: Option<LitStr>,
}

impl Scheme {
    /// The name in an attribute and in a challenge.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Bearer => "Bearer",
            Self::Basic => "Basic",
            Self::Digest => "Digest",
            Self::ApiKey => "ApiKey",
            Self::Session => "Session",
            Self::DPoP => "DPoP",
        }
    }

    fn named(name: &str) -> Option<Self> {
        SCHEMES.into_iter().find(|scheme| scheme.name() == name)
    }

    /// The one that is probably meant by another name.
    pub(super) fn meant(name: &str) -> Option<Self> {
        let bare: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
        let bare = bare.to_lowercase();
        let exact = SCHEMES
            .into_iter()
            .find(|scheme| scheme.name().to_lowercase() == bare);
        let other = || OTHER_NAMES.iter().find(|(other, _)| *other == bare);
        exact
            .or_else(|| other().map(|(_, scheme)| *scheme))
            .or_else(|| closest(&bare, SCHEMES.map(Self::name)).and_then(Self::named))
    }

    /// Whether its credentials carry OAuth scopes.
    pub(super) fn carries_scopes(self) -> bool {
        matches!(self, Self::Bearer | Self::DPoP | Self::ApiKey)
    }

    /// The feature of the runtime crate that serves it. Bearer needs none.
    fn feature(self) -> Option<&'static str> {
        match self {
            Self::Bearer => None,
            Self::Basic => Some("basic"),
            Self::Digest => Some("digest"),
            Self::ApiKey => Some("api_key"),
            Self::Session => Some("session"),
            Self::DPoP => Some("dpop"),
        }
    }
}

impl Named {
    /// Its value below the private door. One that needs a feature is a macro there, which gives back the
    /// error that it is given where the feature is off: which ones are on is not known here.
    pub(crate) fn value(&self, door: &TokenStream) -> TokenStream {
        let Some(feature) = self.scheme.feature() else {
            return quote_spanned!(Span::mixed_site()=> #door::Scheme::Bearer);
        };
        let message = format!(
            "the scheme `{}` needs the feature `{feature}` of auth-runtime, which is off\nhelp: \
             `cargo add auth-runtime --features {feature}`",
            self.scheme.name()
        );
        let error = mistake(Code::SchemeOff, &self.written, message).into_compile_error();
        let name = format_ident!("{feature}", span = Span::mixed_site());
        quote_spanned!(Span::mixed_site()=> #door::#name!(#error))
    }
}

impl Schemes {
    pub(super) fn lower(written: Option<&Written<Vec<LitStr>>>, errors: &mut Errors) -> Self {
        let Some(list) = written else {
            return Self::bearer(true);
        };
        if list.value.is_empty() {
            errors.at(
                Code::NoScheme,
                &list.tokens,
                "`scheme = []` leaves no way to log in\nhelp: name one, as in `scheme = \"Bearer\"`",
            );
            return Self::bearer(false);
        }
        let mut named: Vec<Named> = Vec::new();
        let mut are_known = true;
        for text in &list.value {
            let Some(scheme) = Scheme::named(&text.value()) else {
                unknown(text, list.value.len() > 1, errors);
                are_known = false;
                continue;
            };
            if let Some(first) = named.iter().find(|it| it.scheme == scheme) {
                listed_twice(text, first, errors);
            } else {
                let written = Some(text.clone());
                named.push(Named { scheme, written });
            }
        }
        Self { named, are_known }
    }

    fn bearer(are_known: bool) -> Self {
        let bearer = Named {
            scheme: Scheme::Bearer,
            written: None,
        };
        Self {
            named: vec![bearer],
            are_known,
        }
    }

    pub(crate) fn are_bearer_alone(&self) -> bool {
        matches!(&self.named[..], [only] if only.scheme == Scheme::Bearer)
    }

    /// The first of which it is so.
    pub(super) fn find(&self, is_so: impl Fn(Scheme) -> bool) -> Option<&Named> {
        self.named.iter().find(|it| is_so(it.scheme))
    }

    /// `` `Basic` or `Digest` ``
    pub(crate) fn in_words(&self) -> String {
        let names = self
            .named
            .iter()
            .map(|it| format!("`{}`", it.scheme.name()));
        names.collect::<Vec<_>>().join(" or ")
    }
}

/// `scheme = ["Bearer", "Basic"]`
pub(super) fn as_option(schemes: &[Scheme]) -> String {
    let names = schemes.iter().map(|it| format!("{:?}", it.name()));
    match &names.collect::<Vec<_>>()[..] {
        [only] => format!("scheme = {only}"),
        several => format!("scheme = [{}]", several.join(", ")),
    }
}

fn listed_twice(text: &LitStr, first: &Named, errors: &mut Errors) {
    let message = format!(
        "the scheme {} is listed twice\nhelp: remove one",
        quoted(text)
    );
    errors.clash(
        Code::SchemeListedTwice,
        (text, message),
        (&first.written, "first listed here"),
    );
}

fn unknown(text: &LitStr, is_in_list: bool, errors: &mut Errors) {
    let written = text.value();
    let several = several_in(&written);
    let help = match (Scheme::meant(&written), &several[..]) {
        (Some(meant), _) => format!("did you mean `{:?}`?", meant.name()),
        (None, [_, _, ..]) if is_in_list => {
            let names = several.iter().map(|it| format!("{:?}", it.name()));
            let names = names.collect::<Vec<_>>().join(", ");
            format!("one text for each scheme: `{names}`")
        }
        (None, [_, _, ..]) => format!("one text for each scheme: `{}`", as_option(&several)),
        _ => format!("known are {}", known()),
    };
    errors.at(
        Code::UnknownScheme,
        text,
        format!("unknown scheme {}\nhelp: {help}", quoted(text)),
    );
}

/// The schemes of `"Bearer, Basic"`.
fn several_in(text: &str) -> Vec<Scheme> {
    let words = text.split(|c: char| ", |/+;&".contains(c));
    let words = words.filter(|word| !word.is_empty() && *word != "or");
    let all: Option<Vec<_>> = words.map(Scheme::meant).collect();
    all.unwrap_or_default()
}

fn known() -> String {
    SCHEMES
        .map(|scheme| format!("`{:?}`", scheme.name()))
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::{SCHEMES, Scheme, several_in};

    #[test]
    fn a_scheme_is_known_by_its_exact_name() {
        for scheme in SCHEMES {
            assert_eq!(Scheme::named(scheme.name()), Some(scheme));
            assert_eq!(Scheme::named(&scheme.name().to_lowercase()), None);
        }
    }

    #[test]
    fn what_people_call_a_scheme_leads_to_it() {
        for (written, meant) in [
            ("bearer", Scheme::Bearer),
            ("BEARER", Scheme::Bearer),
            ("Baerer", Scheme::Bearer),
            ("jwt", Scheme::Bearer),
            ("token", Scheme::Bearer),
            ("OAuth2", Scheme::Bearer),
            ("oauth", Scheme::Bearer),
            ("http-basic", Scheme::Basic),
            ("diggest", Scheme::Digest),
            ("apikey", Scheme::ApiKey),
            ("api-key", Scheme::ApiKey),
            ("api key", Scheme::ApiKey),
            ("api_key", Scheme::ApiKey),
            ("X-API-Key", Scheme::ApiKey),
            ("cookie", Scheme::Session),
            ("sessions", Scheme::Session),
            ("dpop", Scheme::DPoP),
            ("DPOP", Scheme::DPoP),
        ] {
            assert_eq!(Scheme::meant(written), Some(meant), "{written}");
        }
        for written in [
            "",
            "Kerberos",
            "Negotiate",
            "NTLM",
            "Mutual",
            "HOBA",
            "SCRAM-SHA-256",
        ] {
            assert_eq!(Scheme::meant(written), None, "{written}");
        }
    }

    #[test]
    fn several_schemes_in_one_text_are_told_apart() {
        let both = [Scheme::Bearer, Scheme::ApiKey];
        for text in [
            "Bearer, ApiKey",
            "Bearer ApiKey",
            "bearer|api-key",
            "Bearer or ApiKey",
        ] {
            assert_eq!(several_in(text), both, "{text}");
        }
        assert_eq!(several_in("Bearer and Kerberos"), []);
    }
}
