//! Header members that change what a token means: `crit`, `b64`, `cty`, `zip`, `enc`, `typ`.

use super::Attack;
use crate::kit::{Draft, Refused, Setup, base64url};

pub(super) fn families() -> Vec<(&'static str, Vec<Attack>)> {
    vec![
        ("crit", crit()),
        ("b64", b64()),
        ("cty, zip, enc", nested_compressed_encrypted()),
        ("foreign typ", foreign_type()),
    ]
}

const SETUPS: [Setup; 5] = [
    Setup::Rs256,
    Setup::Ps256,
    Setup::Es256,
    Setup::Es384,
    Setup::EdDsa,
];

fn crit() -> Vec<Attack> {
    let values = [
        r#"["http://example.test/unknown"]"#,
        r#"["exp"]"#,
        r#"["alg"]"#,
        r#"["typ"]"#,
        r#"["crit"]"#,
        r#"["absent"]"#,
        r#"["x","x"]"#,
        r#"[""]"#,
        "[]",
        "[1]",
        "[null]",
        "[[]]",
        "null",
        "true",
        "false",
        "0",
        "{}",
        r#""""#,
        r#""exp""#,
    ];
    let draft = Draft::of(Setup::Hs256);
    let mut rows: Vec<_> = values
        .map(|value| {
            draft
                .clone()
                .header("crit", value)
                .invalid(value, "unsupported_header")
        })
        .into();
    let understood = draft.clone().header("x", "1").header("crit", r#"["x"]"#);
    rows.push(understood.invalid("a member that is there", "unsupported_header"));
    let escaped = draft.header("cr\\u0069t", r#"["x"]"#);
    rows.push(escaped.invalid("the name with an escape", "unsupported_header"));
    rows.extend(SETUPS.map(|setup| {
        let draft = Draft::of(setup).header("crit", r#"["x"]"#);
        draft.invalid("unknown extension", "unsupported_header")
    }));
    rows
}

/// RFC 7797: the payload is signed as it is.
fn b64() -> Vec<Attack> {
    let draft = Draft::of(Setup::Hs256);
    let mut rows: Vec<_> = ["false", "true", "null", "0", r#""false""#]
        .map(|value| {
            draft
                .clone()
                .header("b64", value)
                .invalid(value, "unsupported_header")
        })
        .into();
    let critical = draft.header("b64", "false").header("crit", r#"["b64"]"#);
    rows.push(critical.invalid("false and critical", "unsupported_header"));
    let header = base64url(critical.header_text());
    let plain = critical.seal(&format!("{header}.{}", critical.claims_text()));
    rows.push(critical.attack(
        "payload as it is",
        plain,
        Refused::Unreadable("foreign_character_in_token"),
    ));
    let detached = critical.mint();
    let (_, signature) = detached.rsplit_once('.').unwrap();
    rows.push(critical.attack(
        "payload detached",
        format!("{header}..{signature}"),
        Refused::Invalid("unsupported_header"),
    ));
    rows
}

fn nested_compressed_encrypted() -> Vec<Attack> {
    let members = [
        ("cty", r#""JWT""#),
        ("cty", r#""jwt""#),
        ("cty", r#""application/json""#),
        ("cty", r#""""#),
        ("cty", "null"),
        ("ct\\u0079", r#""JWT""#),
        ("zip", r#""DEF""#),
        ("zip", r#""GZIP""#),
        ("zip", "null"),
        ("zip", "[]"),
        ("enc", r#""A256GCM""#),
        ("enc", r#""A128CBC-HS256""#),
        ("enc", "null"),
    ];
    members
        .map(|(name, value)| {
            let draft = Draft::of(Setup::Hs256).header(name, value);
            draft.invalid(format!("{name}: {value}"), "unsupported_header")
        })
        .into()
}

fn foreign_type() -> Vec<Attack> {
    let values = [
        r#""dpop+jwt""#,
        r#""DPoP+JWT""#,
        r#""application/dpop+jwt""#,
        r#""id_token+jwt""#,
        r#""ID""#,
        r#""logout+jwt""#,
        r#""secevent+jwt""#,
        r#""kb+jwt""#,
        r#""dc+sd-jwt""#,
        r#""rt+jwt""#,
        r#""oauth-authz-req+jwt""#,
        r#""token-introspection+jwt""#,
        r#""client-authentication+jwt""#,
        r#""JWE""#,
        r#""JOSE""#,
        r#""JOSE+JSON""#,
        r#""Bearer""#,
        r#""at""#,
        r#""jwt+at""#,
        r#""at+jwt+dpop""#,
        r#""""#,
        r#"" at+jwt""#,
        r#""at+jwt ""#,
        r#""at+jwt\u0000""#,
        r#""at+jwt\n""#,
        r#""at+jwt;charset=utf-8""#,
        r#""at+jwt,JWT""#,
        r#""text/at+jwt""#,
        r#""application/application/at+jwt""#,
        r#""application/""#,
        "\"\u{430}t+jwt\"",
        "1",
        "null",
        "true",
        "[]",
        r#"["at+jwt"]"#,
        "{}",
        r#"{"typ":"at+jwt"}"#,
    ];
    let draft = Draft::of(Setup::Hs256);
    let mut rows: Vec<_> = values
        .map(|value| {
            draft
                .clone()
                .header("typ", value)
                .invalid(value, "foreign_type")
        })
        .into();
    rows.extend(SETUPS.map(|setup| {
        let draft = Draft::of(setup).header("typ", r#""dpop+jwt""#);
        draft.invalid("dpop+jwt", "foreign_type")
    }));
    rows
}
