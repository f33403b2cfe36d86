//! `kid`: a name to look up, and nothing else (RFC 8725 §3.10).

use super::Attack;
use crate::kit::{Draft, Refused, Setup, keys};

pub(super) fn families() -> Vec<(&'static str, Vec<Attack>)> {
    vec![
        ("kid that names no key", unknown(Setup::Several)),
        ("kid that names no key, one key", unknown(Setup::Named)),
        ("kid of no text", mistyped()),
        ("kid of another key", misleading()),
    ]
}

fn unknown(setup: Setup) -> Vec<Attack> {
    let names = [
        "",
        "unknown",
        "RSA-1",
        "rsa-1 ",
        " rsa-1",
        "rsa-1\\u0000",
        "rsa-1\\n",
        "rsa-1,ec-1",
        "rsa",
        "rsa-10",
        "*",
        "0",
        "../../../../dev/null",
        "/dev/null",
        "/proc/sys/kernel/randomize_va_space",
        "..\\\\..\\\\windows\\\\win.ini",
        "file:///dev/null",
        "http://127.0.0.1/key",
        "' OR '1'='1",
        "x' UNION SELECT 'key' --",
        "rsa-1'; DROP TABLE keys; --",
        "rsa-1|id",
        "$(id)",
        "%00",
        "\u{440}sa-1",
    ];
    names
        .map(|name| {
            let draft = Draft::of(setup).header("kid", format!("\"{name}\""));
            draft.invalid(format!("{name:?}"), "unknown_key")
        })
        .into()
}

fn mistyped() -> Vec<Attack> {
    let values = [
        "null",
        "0",
        "1.5",
        "true",
        "[]",
        r#"["rsa-1"]"#,
        "{}",
        r#"{"kid":"rsa-1"}"#,
    ];
    let mut rows = Vec::new();
    for setup in [Setup::Several, Setup::Named, Setup::Hs256] {
        let draft = Draft::of(setup);
        rows.extend(values.map(|value| draft.clone().header("kid", value).invalid(value, "kid")));
        for length in [257, 8 * 1024] {
            let draft = draft
                .clone()
                .header("kid", format!("\"{}\"", "k".repeat(length)));
            rows.push(draft.invalid(format!("{length} bytes"), "kid"));
        }
    }
    rows
}

fn misleading() -> Vec<Attack> {
    let draft = Draft::of(Setup::Several);
    let ec = draft.clone().header("kid", r#""ec-1""#);
    let confused = ec.clone().header("alg", r#""ES256""#);
    let rsa_as_ec = draft.clone().header("alg", r#""ES256""#);
    let signed_by_ec = |draft: &Draft| {
        let message = draft.message();
        let algorithm = auth_runtime::jwt::Algorithm::ES256;
        draft.with_signature(keys().p256.sign(algorithm, message.as_bytes()))
    };
    vec![
        draft
            .clone()
            .without_header("kid")
            .invalid("missing among several", "unknown_key"),
        ec.invalid("the EC key's name on an RS256 token", "algorithm"),
        confused.invalid("the EC key's name and alg, signed by RSA", "signature"),
        draft.attack(
            "the RSA key's name and alg, signed by EC",
            signed_by_ec(&draft),
            Refused::Invalid("signature"),
        ),
        draft.attack(
            "the RSA key's name on an ES256 token",
            signed_by_ec(&rsa_as_ec),
            Refused::Invalid("algorithm"),
        ),
    ]
}
