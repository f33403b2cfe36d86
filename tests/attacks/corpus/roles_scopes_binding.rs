//! Roles and scopes of a wrong form, and tokens that are bound to a key of their client.

use super::Attack;
use crate::kit::{Draft, Setup};

pub(super) fn families() -> Vec<(&'static str, Vec<Attack>)> {
    vec![
        ("roles", roles()),
        ("roles within a claim", nested_roles()),
        ("scope", scope()),
        ("cnf", sender_constrained()),
    ]
}

const NO_ROLES: [&str; 15] = [
    "null",
    "42",
    "true",
    "{}",
    r#"{"0":"admin"}"#,
    r#"{"admin":true}"#,
    r#""admin""#,
    r#""reader admin""#,
    r#""""#,
    "[42]",
    "[null]",
    r#"["admin",42]"#,
    r#"["admin",null]"#,
    r#"[["admin"]]"#,
    r#"[{"name":"admin"}]"#,
];

fn roles() -> Vec<Attack> {
    NO_ROLES
        .map(|value| {
            Draft::of(Setup::Hs256)
                .claim("roles", value)
                .invalid(value, "roles")
        })
        .into()
}

fn nested_roles() -> Vec<Attack> {
    let draft = Draft::of(Setup::NestedRoles);
    let mut rows: Vec<_> = NO_ROLES
        .map(|value| {
            let within = format!(r#"{{"roles":{value}}}"#);
            draft
                .clone()
                .claim("realm_access", within)
                .invalid(value, "roles")
        })
        .into();
    for value in [
        "null",
        "42",
        "true",
        "[]",
        r#"["admin"]"#,
        r#"[{"roles":["admin"]}]"#,
        r#""admin""#,
    ] {
        let row = draft.clone().claim("realm_access", value);
        rows.push(row.invalid(format!("realm_access: {value}"), "roles"));
    }
    rows
}

fn scope() -> Vec<Attack> {
    let values = [
        "null",
        "42",
        "true",
        "{}",
        "[]",
        r#"["read","write"]"#,
        r#""read  write""#,
        r#"" read""#,
        r#""read ""#,
        r#"" ""#,
        r#""read\twrite""#,
        r#""read\nwrite""#,
        r#""read\u0000""#,
        r#""read\u00a0write""#,
        r#""re\"ad""#,
        r#""re\\ad""#,
        r#""r\u00e9ad""#,
        r#""read\u007f""#,
    ];
    values
        .map(|value| {
            Draft::of(Setup::Hs256)
                .claim("scope", value)
                .invalid(value, "scope")
        })
        .into()
}

/// RFC 7800, RFC 8705, RFC 9449: stolen goods when presented as plain Bearer tokens.
fn sender_constrained() -> Vec<Attack> {
    let values = [
        r#"{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}"#,
        r#"{"x5t#S256":"bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"}"#,
        r#"{"jwk":{"kty":"OKP","crv":"Ed25519","x":"AA"}}"#,
        r#"{"kid":"client-key"}"#,
        r#"{"jwe":"e30.e30"}"#,
        r#"{"unheard-of":1}"#,
        "{}",
        "null",
        "true",
        "false",
        "0",
        "[]",
        r#""""#,
        r#""x""#,
    ];
    let mut rows: Vec<_> = values
        .map(|value| {
            Draft::of(Setup::Hs256)
                .claim("cnf", value)
                .invalid(value, "sender_constrained")
        })
        .into();
    let escaped = Draft::of(Setup::Hs256).claim("c\\u006ef", r#"{"jkt":"x"}"#);
    rows.push(escaped.invalid("the name with an escape", "sender_constrained"));
    for setup in [
        Setup::Rs256,
        Setup::Es256,
        Setup::EdDsa,
        Setup::AccessTokens,
    ] {
        let draft = Draft::of(setup).claim("cnf", r#"{"jkt":"x"}"#);
        rows.push(draft.invalid("jkt", "sender_constrained"));
    }
    rows
}
