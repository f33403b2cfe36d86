//! Tokens that are no access tokens of RFC 9068, where only those are accepted.

use super::Attack;
use crate::kit::{Draft, Setup};

pub(super) fn families() -> Vec<(&'static str, Vec<Attack>)> {
    vec![
        ("RFC 9068: typ", types()),
        ("RFC 9068: required claims", required()),
        ("RFC 9068: claims of a wrong type", mistyped()),
    ]
}

fn types() -> Vec<Attack> {
    let draft = Draft::of(Setup::AccessTokens);
    let values = [
        r#""JWT""#,
        r#""jwt""#,
        r#""application/jwt""#,
        r#""dpop+jwt""#,
        r#""id_token+jwt""#,
        r#""at+jwt ""#,
        r#""""#,
        "null",
        r#"["at+jwt"]"#,
    ];
    let mut rows: Vec<_> = values
        .map(|value| {
            draft
                .clone()
                .header("typ", value)
                .invalid(value, "foreign_type")
        })
        .into();
    rows.push(
        draft
            .clone()
            .without_header("typ")
            .invalid("missing", "foreign_type"),
    );
    let elsewhere = draft.without_header("typ").claim("typ", r#""at+jwt""#);
    rows.push(elsewhere.invalid("in the claims", "foreign_type"));
    rows
}

fn required() -> Vec<Attack> {
    [
        ("iss", "iss"),
        ("exp", "exp"),
        ("aud", "aud"),
        ("sub", "sub"),
        ("client_id", "access_token_claims"),
        ("iat", "access_token_claims"),
        ("jti", "access_token_claims"),
    ]
    .map(|(claim, reason)| {
        Draft::of(Setup::AccessTokens)
            .without_claim(claim)
            .invalid(claim, reason)
    })
    .into()
}

fn mistyped() -> Vec<Attack> {
    let mut rows = Vec::new();
    for claim in ["jti", "client_id"] {
        for setup in [Setup::AccessTokens, Setup::Hs256] {
            for value in ["null", "42", "true", "[]", r#"["app"]"#, "{}"] {
                let draft = Draft::of(setup).claim(claim, value);
                rows.push(draft.invalid(format!("{claim}: {value}"), claim));
            }
        }
    }
    for value in ["null", r#""1799999990""#, "1799999990.5", "[1799999990]"] {
        let draft = Draft::of(Setup::AccessTokens).claim("iat", value);
        rows.push(draft.invalid(format!("iat: {value}"), "iat"));
    }
    rows
}
