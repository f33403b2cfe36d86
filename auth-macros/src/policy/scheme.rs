//! The schemes by which a caller can make itself known, and what each of them can tell.

mod spelling;

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::LitStr;

use crate::code::Code;
use crate::errors::{Errors, mistake, quoted};
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
                spelling::report(text, list.value.len() > 1, errors);
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

    /// Whether callers may come by an access token, for which there is a challenge that names scopes.
    pub(crate) fn take_tokens(&self) -> bool {
        let is_token = |it: Scheme| matches!(it, Scheme::Bearer | Scheme::DPoP);
        self.find(is_token).is_some()
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
