//! Schemes by other names than their own: what was probably meant.

use syn::LitStr;

use super::{SCHEMES, Scheme, as_option};
use crate::code::Code;
use crate::errors::{Errors, quoted};
use crate::suggest::closest;

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

impl Scheme {
    /// The one that is probably meant by another name.
    pub(in crate::policy) fn meant(name: &str) -> Option<Self> {
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
}

/// Reports a name that is no scheme's.
pub(super) fn report(text: &LitStr, is_in_list: bool, errors: &mut Errors) {
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
