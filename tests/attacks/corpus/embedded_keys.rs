//! Keys that a token brings along: never used (RFC 8725 §3.10).

use super::Attack;
use crate::kit::{Draft, Refused, Setup, TestKey, base64url};

pub(super) fn families() -> Vec<(&'static str, Vec<Attack>)> {
    vec![
        ("embedded key", signed_with_it()),
        ("embedded key that is broken", broken()),
    ]
}

/// Headers that offer this key, in each way there is.
pub(super) fn offers(key: &TestKey) -> Vec<(&'static str, String)> {
    let x5c = base64url(key.raw());
    vec![
        ("jwk", key.jwk().to_string()),
        ("jku", r#""https://attacker.test/jwks.json""#.into()),
        ("x5u", r#""https://attacker.test/certificate.pem""#.into()),
        ("x5c", format!(r#"["{x5c}"]"#)),
        ("x5t#S256", format!("\"{x5c}\"")),
        ("jwks", format!(r#"{{"keys":[{}]}}"#, key.jwk())),
    ]
}

fn signed_with_it() -> Vec<Attack> {
    let mut rows = Vec::new();
    for setup in [
        Setup::Hs256,
        Setup::Rs256,
        Setup::Ps256,
        Setup::Es256,
        Setup::EdDsa,
    ] {
        let theirs = setup.others_key();
        for (name, value) in offers(theirs) {
            let draft = Draft::of(setup).header(name, value);
            let token = draft.seal_with(theirs, &draft.message());
            rows.push(draft.attack(name, token, Refused::Invalid("signature")));
        }
    }
    rows
}

/// A backend that is handed such a key may panic.
pub(super) const BROKEN: [(&str, &str); 6] = [
    ("jwk", r#"{"kty":"OKP","crv":"Ed25519","x":"AA"}"#),
    ("jwk", r#"{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}"#),
    ("jwk", r#"{"kty":"RSA","n":"AQ","e":"AQ"}"#),
    ("jwk", "null"),
    ("x5c", "[]"),
    ("jku", "1"),
];

fn broken() -> Vec<Attack> {
    let mut rows = Vec::new();
    for setup in [Setup::Es256, Setup::EdDsa] {
        for (name, value) in BROKEN {
            let draft = Draft::of(setup).header(name, value);
            let token = draft.seal_with(setup.others_key(), &draft.message());
            rows.push(draft.attack(
                format!("{name}: {value}"),
                token,
                Refused::Invalid("signature"),
            ));
        }
    }
    rows
}
