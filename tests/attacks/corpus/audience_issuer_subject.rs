//! `aud`, `iss` and `sub`: whose token it is, and for whom (RFC 7519 §4.1.1 to §4.1.3).

use super::Attack;
use crate::kit::{Draft, Setup};

pub(super) fn families() -> Vec<(&'static str, Vec<Attack>)> {
    vec![
        ("aud", rows("aud", &AUDIENCES)),
        ("iss", rows("iss", &ISSUERS)),
        ("sub", rows("sub", &SUBJECTS)),
        ("aud, iss or sub missing", missing()),
    ]
}

const AUDIENCES: [&str; 28] = [
    "null",
    "42",
    "true",
    "{}",
    r#"{"test-api":true}"#,
    r#"{"0":"test-api"}"#,
    "[]",
    "[42]",
    "[null]",
    r#"["other"]"#,
    r#"["test-api",42]"#,
    r#"[42,"test-api"]"#,
    r#"["test-api",null]"#,
    r#"["test-api",{}]"#,
    r#"[["test-api"]]"#,
    r#"["test-api",["test-api"]]"#,
    r#""""#,
    r#""other""#,
    r#""TEST-API""#,
    r#""test-api/""#,
    r#""test-api ""#,
    r#""test-api\u0000""#,
    r#""test-ap""#,
    r#""test-api2""#,
    r#""test-api other""#,
    r#""test-api,other""#,
    r#""*""#,
    "\"test-\u{430}pi\"",
];

const ISSUERS: [&str; 24] = [
    "null",
    "42",
    "true",
    "[]",
    r#"["https://issuer.test"]"#,
    r#"["https://attacker.test","https://issuer.test"]"#,
    "{}",
    r#"{"iss":"https://issuer.test"}"#,
    r#""""#,
    r#""https://attacker.test""#,
    r#""https://issuer.test/""#,
    r#""https://issuer.test.""#,
    r#""https://Issuer.test""#,
    r#""HTTPS://issuer.test""#,
    r#""http://issuer.test""#,
    r#""issuer.test""#,
    r#""https://issuer.test:443""#,
    r#""https://issuer.test ""#,
    r#"" https://issuer.test""#,
    r#""https://issuer.test\u0000""#,
    r#""https://issuer.test#""#,
    r#""https://issuer.test@attacker.test""#,
    r#""https://issuer.test.attacker.test""#,
    "\"https://issu\u{435}r.test\"",
];

const SUBJECTS: [&str; 17] = [
    "null",
    "42",
    "-1",
    "1.5",
    "true",
    "[]",
    r#"["alice"]"#,
    "{}",
    r#"{"sub":"alice"}"#,
    r#""""#,
    r#""\u0000""#,
    r#""alice\u0000root""#,
    r#""alice\nroot""#,
    r#""alice\r""#,
    r#""alice\t""#,
    r#""alice\u001b[31m""#,
    r#""alice\u0085""#,
];

/// Each value in the place of the claim; the claim's name is the reason.
fn rows(claim: &'static str, values: &[&str]) -> Vec<Attack> {
    values
        .iter()
        .map(|value| {
            Draft::of(Setup::Hs256)
                .claim(claim, *value)
                .invalid(*value, claim)
        })
        .collect()
}

fn missing() -> Vec<Attack> {
    let mut rows = Vec::new();
    for setup in [Setup::Hs256, Setup::Rs256, Setup::Es256, Setup::EdDsa] {
        for claim in ["aud", "iss", "sub"] {
            rows.push(Draft::of(setup).without_claim(claim).invalid(claim, claim));
        }
    }
    for (claim, alias, value) in [
        ("aud", "AUD", r#""test-api""#),
        ("aud", "audience", r#""test-api""#),
        ("iss", "issuer", r#""https://issuer.test""#),
        ("sub", "Sub", r#""alice""#),
    ] {
        let draft = Draft::of(Setup::Hs256)
            .without_claim(claim)
            .claim(alias, value);
        rows.push(draft.invalid(format!("{claim} as {alias}"), claim));
    }
    rows
}
