//! A member twice: readers differ in which one counts (RFC 8725 §2.4).

use super::Attack;
use crate::kit::{Draft, Setup};

pub(super) fn families() -> Vec<(&'static str, Vec<Attack>)> {
    vec![
        ("header member twice", header()),
        ("claim twice", claims()),
        ("member twice, deeper", deeper()),
    ]
}

fn header() -> Vec<Attack> {
    let rows = [
        ("alg", r#""HS256""#),
        ("alg", r#""none""#),
        ("a\\u006cg", r#""HS256""#),
        ("\\u0061\\u006C\\u0067", r#""none""#),
        ("typ", r#""at+jwt""#),
        ("typ", r#""JWT""#),
        ("t\\u0079p", r#""dpop+jwt""#),
    ];
    let mut rows: Vec<_> = rows
        .map(|(name, value)| {
            let draft = Draft::of(Setup::Hs256).header_again(name, value);
            draft.invalid(format!("{name}: {value}"), "header")
        })
        .into();
    for (setup, kid) in [
        (Setup::Several, "rsa-1"),
        (Setup::Several, "ec-1"),
        (Setup::Named, "x"),
    ] {
        let draft = Draft::of(setup).header_again("kid", format!("\"{kid}\""));
        rows.push(draft.invalid(format!("kid: {kid}"), "header"));
    }
    for (name, first, second) in [
        ("x", "1", "1"),
        ("x", "1", "2"),
        ("jwk", "{}", "{}"),
        ("crit", "[]", "[]"),
    ] {
        let draft = Draft::of(Setup::Hs256)
            .header_again(name, first)
            .header_again(name, second);
        rows.push(draft.invalid(format!("{name}: {first}, {second}"), "header"));
    }
    rows
}

fn claims() -> Vec<Attack> {
    let rows = [
        ("exp", "1800003600"),
        ("exp", "9999999999"),
        ("\\u0065xp", "9999999999"),
        ("nbf", "0"),
        ("iat", "0"),
        ("iss", r#""https://issuer.test""#),
        ("iss", r#""https://attacker.test""#),
        ("i\\u0073s", r#""https://attacker.test""#),
        ("aud", r#""test-api""#),
        ("aud", r#""other""#),
        ("sub", r#""alice""#),
        ("sub", r#""root""#),
        ("su\\u0062", r#""root""#),
        ("roles", r#"["reader"]"#),
        ("roles", r#"["admin"]"#),
        ("r\\u006fles", r#"["admin"]"#),
        ("scope", r#""admin""#),
        ("jti", r#""token-2""#),
        ("tenant", r#""acme""#),
        ("tenant", r#""other""#),
        ("t\\u0065nant", r#""other""#),
        ("\\u0074\\u0065\\u006e\\u0061\\u006e\\u0074", r#""other""#),
    ];
    let mut rows: Vec<_> = rows
        .map(|(name, value)| {
            let draft = Draft::of(Setup::Hs256).claim_again(name, value);
            draft.invalid(format!("{name}: {value}"), "claims")
        })
        .into();
    for (first, second) in [
        ("", ""),
        ("\u{1f600}", "\\ud83d\\ude00"),
        ("a/b", "a\\/b"),
        ("a\\tb", "a\\u0009b"),
    ] {
        let draft = Draft::of(Setup::Hs256)
            .claim_again(first, "1")
            .claim_again(second, "2");
        rows.push(draft.invalid(format!("{first:?}, {second:?}"), "claims"));
    }
    rows.extend([Setup::Rs256, Setup::Es256, Setup::EdDsa].map(|setup| {
        let draft = Draft::of(setup).claim_again("tenant", r#""other""#);
        draft.invalid("tenant", "claims")
    }));
    rows
}

fn deeper() -> Vec<Attack> {
    let values = [
        r#"{"a":1,"a":2}"#,
        r#"{"a":1,"\u0061":1}"#,
        r#"{"x":{"a":1,"b":2,"a":1}}"#,
        r#"[{"a":1,"a":1}]"#,
        r#"[[{"x":[{"a":null,"a":null}]}]]"#,
    ];
    let mut rows: Vec<_> = values
        .map(|value| {
            let draft = Draft::of(Setup::Hs256).claim("address", value);
            draft.invalid(format!("claim {value}"), "claims")
        })
        .into();
    rows.extend(values.map(|value| {
        let draft = Draft::of(Setup::Hs256).header("x", value);
        draft.invalid(format!("header {value}"), "header")
    }));
    let nested = r#"{"roles":["reader"],"roles":["admin"]}"#;
    let draft = Draft::of(Setup::NestedRoles).claim("realm_access", nested);
    rows.push(draft.invalid("realm_access.roles", "claims"));
    let draft = Draft::of(Setup::NestedRoles)
        .claim_again("realm_access", r#"{"roles":["reader"]}"#)
        .claim_again("realm_access", r#"{"roles":["admin"]}"#);
    rows.push(draft.invalid("realm_access", "claims"));
    rows
}
