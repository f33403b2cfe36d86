//! Headers and payloads that are no JSON object, or one that nobody needs (RFC 8259, RFC 8725 §3.7).

use super::Attack;
use crate::kit::{Draft, Refused, Setup};

pub(super) fn families() -> Vec<(&'static str, Vec<Attack>)> {
    vec![
        ("payload is no object", bad_payloads()),
        ("header is no object", bad_headers()),
        ("too deep or too many", too_much()),
        ("value that is no JSON", bad_values()),
    ]
}

/// Distorted objects, made of a good one.
fn distorted(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let inner = &text[1..text.len() - 1];
    let utf16 =
        |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    vec![
        ("nothing", Vec::new()),
        ("a space", b" ".into()),
        ("null", b"null".into()),
        ("true", b"true".into()),
        ("a number", b"1".into()),
        ("text", b"\"text\"".into()),
        ("an array", b"[]".into()),
        ("the object in an array", format!("[{text}]").into()),
        ("the object as text", serde_json::to_vec(text).unwrap()),
        ("a BOM before it", format!("\u{feff}{text}").into()),
        ("a NUL before it", format!("\0{text}").into()),
        ("a NUL after it", format!("{text}\0").into()),
        ("a letter after it", format!("{text}x").into()),
        ("a comma after it", format!("{text},").into()),
        ("an object after it", format!("{text}{{}}").into()),
        (
            "an object on the next line",
            format!("{text}\n{text}").into(),
        ),
        ("a comma at the end", format!("{{{inner},}}").into()),
        ("a comma at the start", format!("{{,{inner}}}").into()),
        ("a comment", format!("{{{inner}/* */}}").into()),
        ("a line comment", format!("{text}// x").into()),
        ("no end", text[..text.len() - 1].into()),
        ("no start", text[1..].into()),
        ("single quotes", text.replace('"', "'").into()),
        ("a name without quotes", format!("{{{inner},x:1}}").into()),
        (
            "a newline in text",
            format!("{{{inner},\"x\":\"\n\"}}").into(),
        ),
        (
            "a broken escape",
            format!("{{{inner},\"x\":\"\\q\"}}").into(),
        ),
        (
            "half a surrogate pair",
            format!("{{{inner},\"x\":\"\\ud800\"}}").into(),
        ),
        (
            "a surrogate pair reversed",
            format!("{{{inner},\"x\":\"\\ude00\\ud83d\"}}").into(),
        ),
        (
            "a byte that is no UTF-8",
            [b"{\"x\":\"\xff\",", inner.as_bytes(), b"}"].concat(),
        ),
        (
            "an overlong slash",
            [b"{\"x\":\"\xc0\xaf\",", inner.as_bytes(), b"}"].concat(),
        ),
        (
            "an encoded surrogate",
            [b"{\"x\":\"\xed\xa0\x80\",", inner.as_bytes(), b"}"].concat(),
        ),
        (
            "a name that is no UTF-8",
            [b"{\"\xfe\":1,", inner.as_bytes(), b"}"].concat(),
        ),
        ("UTF-16, big end first", utf16(u16::to_be_bytes)),
        ("UTF-16, little end first", utf16(u16::to_le_bytes)),
    ]
}

fn bad_payloads() -> Vec<Attack> {
    let draft = Draft::of(Setup::Hs256);
    let mut rows: Vec<_> = distorted(&draft.claims_text())
        .into_iter()
        .map(|(name, payload)| {
            draft.attack(
                name,
                draft.mint_payload(payload),
                Refused::Invalid("claims"),
            )
        })
        .collect();
    let empty = draft.mint_payload("{}");
    rows.push(draft.attack("an empty object", empty, Refused::Invalid("iss")));
    rows
}

fn bad_headers() -> Vec<Attack> {
    let draft = Draft::of(Setup::Hs256);
    let mut rows: Vec<_> = distorted(&draft.header_text())
        .into_iter()
        .map(|(name, header)| {
            draft.attack(name, draft.mint_header(header), Refused::Invalid("header"))
        })
        .collect();
    let empty = draft.mint_header("{}");
    rows.push(draft.attack("an empty object", empty, Refused::Invalid("algorithm")));
    rows
}

fn too_much() -> Vec<Attack> {
    let arrays = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let objects = |depth: usize| format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth));
    let many = |count: usize| {
        let members: Vec<_> = (0..count).map(|n| format!("\"{n}\":0")).collect();
        format!("{{{}}}", members.join(","))
    };
    let values = [
        ("128 arrays", arrays(128)),
        ("1000 arrays", arrays(1000)),
        ("5000 arrays", arrays(5000)),
        ("128 objects", objects(128)),
        ("1000 objects", objects(1000)),
        ("257 members", many(257)),
        ("1000 members", many(1000)),
        ("1000 unclosed arrays", "[".repeat(1000)),
    ];
    let mut rows = Vec::new();
    for (name, value) in values {
        let draft = Draft::of(Setup::Hs256);
        rows.push(
            draft
                .clone()
                .claim("x", &value)
                .invalid(format!("claim of {name}"), "claims"),
        );
        rows.push(
            draft
                .header("x", &value)
                .invalid(format!("header of {name}"), "header"),
        );
    }
    let crowded = |draft: Draft, add: fn(Draft, &str) -> Draft| {
        (0..257).fold(draft, |draft, n| add(draft, &format!("m{n}")))
    };
    let claims = crowded(Draft::of(Setup::Hs256), |draft, name| {
        draft.claim_again(name, "0")
    });
    rows.push(claims.invalid("257 claims more", "claims"));
    let header = crowded(Draft::of(Setup::Hs256), |draft, name| {
        draft.header_again(name, "0")
    });
    rows.push(header.invalid("257 header members more", "header"));
    rows
}

fn bad_values() -> Vec<Attack> {
    let values = [
        "NaN",
        "Infinity",
        "-Infinity",
        "01800003600",
        "+1800003600",
        "0x6b49d200",
        ".5",
        "1.",
        "1e",
        "1e400",
        "-",
        "undefined",
        "True",
        "nul",
        "",
        "1800003600 1",
    ];
    values
        .map(|value| {
            Draft::of(Setup::Hs256)
                .claim("exp", value)
                .invalid(format!("exp: {value}"), "claims")
        })
        .into()
}
