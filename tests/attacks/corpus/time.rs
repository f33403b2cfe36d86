//! `exp`, `nbf` and `iat`, on a clock that stands still (RFC 7519 §4.1.4 to §4.1.6).

use super::Attack;
use crate::kit::{Draft, NOW, Refused, Setup};

pub(super) fn families() -> Vec<(&'static str, Vec<Attack>)> {
    vec![
        ("exp of a wrong type", mistyped("exp")),
        ("nbf of a wrong type", mistyped("nbf")),
        ("iat of a wrong type", mistyped("iat")),
        ("exp missing", missing()),
        ("expired", expired()),
        ("not yet valid", not_yet_valid()),
        ("no date", no_dates()),
    ]
}

fn mistyped(claim: &'static str) -> Vec<Attack> {
    let values = [
        "null",
        "true",
        "false",
        "1800003600.0",
        "1800003600.5",
        "1.8e9",
        "18E8",
        "-1",
        "-0",
        "-1800003600",
        "18446744073709551616",
        "99999999999999999999999999",
        "1e300",
        r#""1800003600""#,
        r#""never""#,
        r#""""#,
        r#""2027-01-15T09:00:00Z""#,
        "[]",
        "[1800003600]",
        "{}",
        r#"{"exp":1800003600}"#,
        // How serde_json spells numbers to itself in some builds.
        r#"{"$serde_json::private::Number":"1800003600"}"#,
        r#"{"$serde_json::private::RawValue":"1800003600"}"#,
    ];
    values
        .map(|value| {
            Draft::of(Setup::Hs256)
                .claim(claim, value)
                .invalid(value, claim)
        })
        .into()
}

fn missing() -> Vec<Attack> {
    let setups = [
        Setup::Hs256,
        Setup::Rs256,
        Setup::Es256,
        Setup::EdDsa,
        Setup::Leeway,
    ];
    let mut rows: Vec<_> = setups
        .map(|setup| {
            Draft::of(setup)
                .without_claim("exp")
                .invalid("missing", "exp")
        })
        .into();
    let far = (NOW + 3600).to_string();
    for name in ["EXP", "Exp", "expires", "exp\\u0000", " exp"] {
        let draft = Draft::of(Setup::Hs256)
            .without_claim("exp")
            .claim(name, &far);
        rows.push(draft.invalid(format!("as {name:?}"), "exp"));
    }
    rows
}

fn expired() -> Vec<Attack> {
    let row = |setup: Setup, name: &str, expires: u64| {
        let draft = Draft::of(setup).claim("exp", expires.to_string());
        draft.attack(name, draft.mint(), Refused::Expired)
    };
    let mut rows: Vec<_> = [
        Setup::Hs256,
        Setup::Rs256,
        Setup::Ps256,
        Setup::Es256,
        Setup::Es384,
        Setup::EdDsa,
    ]
    .map(|setup| row(setup, "now", NOW))
    .into();
    rows.extend([
        row(Setup::Hs256, "a second ago", NOW - 1),
        row(Setup::Hs256, "a minute ago", NOW - 60),
        row(Setup::Hs256, "years ago", 1_000_000_000),
        row(Setup::Hs256, "1970", 0),
        row(Setup::Hs256, "1970 and a second", 1),
        row(Setup::Hs256, "in units of minutes", NOW / 60 + 60),
        row(Setup::Leeway, "a minute ago, which is the leeway", NOW - 60),
        row(Setup::Leeway, "more than the leeway ago", NOW - 61),
        row(Setup::Leeway, "1970", 0),
        row(Setup::AccessTokens, "now", NOW),
    ]);
    rows
}

fn not_yet_valid() -> Vec<Attack> {
    let row = |setup: Setup, name: &str, from: u64| {
        Draft::of(setup)
            .claim("nbf", from.to_string())
            .invalid(name, "not_yet_valid")
    };
    vec![
        row(Setup::Hs256, "in a second", NOW + 1),
        row(Setup::Hs256, "in an hour", NOW + 3600),
        row(Setup::Hs256, "in the year 9999", 253_402_300_799),
        row(Setup::Rs256, "in a second", NOW + 1),
        row(Setup::Es256, "in a second", NOW + 1),
        row(Setup::EdDsa, "in a second", NOW + 1),
        row(Setup::Leeway, "a second after the leeway", NOW + 61),
        row(Setup::Leeway, "in the year 9999", 253_402_300_799),
    ]
}

/// Numbers beyond any date that RFC 3339 can write: milliseconds, "never".
fn no_dates() -> Vec<Attack> {
    let numbers = [253_402_300_800, NOW * 1000, 1 << 63, u64::MAX];
    ["exp", "nbf", "iat"]
        .into_iter()
        .flat_map(|claim| {
            numbers.map(|number| {
                Draft::of(Setup::Hs256)
                    .claim(claim, number.to_string())
                    .invalid(format!("{claim} {number}"), claim)
            })
        })
        .collect()
}
