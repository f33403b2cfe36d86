//! Three segments of base64url, and not too long (RFC 7515 §5.2, RFC 7519 §7.2).

use super::Attack;
use crate::kit::{Draft, Refused, Setup, base64url};

pub(super) fn families() -> Vec<(&'static str, Vec<Attack>)> {
    vec![
        ("number of segments", segments()),
        ("character that no token has", foreign_characters()),
        ("JSON serialization", json_serialization()),
        ("too long", too_long()),
    ]
}

const INVALID_SHAPE: Refused = Refused::Invalid("shape");
const INVALID_BASE64: Refused = Refused::Invalid("base64url");
const UNREADABLE: Refused = Refused::Unreadable("foreign_character_in_token");

/// A good token in parts: header, payload, signature.
pub(super) fn parts(draft: &Draft) -> (String, String, String) {
    let token = draft.mint();
    let mut parts = token.split('.').map(str::to_owned);
    let mut next = || parts.next().unwrap();
    (next(), next(), next())
}

fn segments() -> Vec<Attack> {
    let draft = Draft::of(Setup::Hs256);
    let (h, p, s) = parts(&draft);
    let jwe = base64url(r#"{"alg":"RSA-OAEP","enc":"A256GCM"}"#);
    let rows = [
        ("one letter", "a".into(), INVALID_SHAPE),
        ("one dot", ".".into(), INVALID_SHAPE),
        ("two dots", "..".into(), Refused::Invalid("header")),
        ("three dots", "...".into(), Refused::Invalid("header")),
        ("header", h.clone(), INVALID_SHAPE),
        ("header and payload", format!("{h}.{p}"), INVALID_SHAPE),
        ("header and signature", format!("{h}.{s}"), INVALID_SHAPE),
        ("payload and signature", format!("{p}.{s}"), INVALID_SHAPE),
        ("no header", format!(".{p}.{s}"), Refused::Invalid("header")),
        (
            "a dot before",
            format!(".{h}.{p}.{s}"),
            Refused::Invalid("header"),
        ),
        ("a dot after", format!("{h}.{p}.{s}."), INVALID_BASE64),
        (
            "a dot more between",
            format!("{h}..{p}.{s}"),
            INVALID_BASE64,
        ),
        ("a segment more", format!("{h}.{p}.{s}.{s}"), INVALID_BASE64),
        (
            "a segment more before",
            format!("{h}.{h}.{p}.{s}"),
            INVALID_BASE64,
        ),
        (
            "two tokens",
            format!("{h}.{p}.{s}.{h}.{p}.{s}"),
            INVALID_BASE64,
        ),
        (
            "payload first",
            format!("{p}.{h}.{s}"),
            Refused::Invalid("algorithm"),
        ),
        (
            "signature first",
            format!("{s}.{h}.{p}"),
            Refused::Invalid("header"),
        ),
        (
            "a JWE of five",
            format!("{jwe}.{s}.{s}.{p}.{s}"),
            Refused::Invalid("unsupported_header"),
        ),
        ("an SD-JWT", format!("{h}.{p}.{s}~{p}~"), INVALID_BASE64),
        (
            "four segments, signed",
            draft.seal(&format!("{h}.{p}.{p}")),
            INVALID_BASE64,
        ),
    ];
    rows.map(|(name, token, refused)| draft.attack(name, token, refused))
        .into()
}

fn foreign_characters() -> Vec<Attack> {
    let draft = Draft::of(Setup::Hs256);
    let (h, p, s) = parts(&draft);
    let within =
        |what: &[u8]| [h.as_bytes(), what, b".", p.as_bytes(), b".", s.as_bytes()].concat();
    let mut rows: Vec<_> = [
        &b" "[..],
        b"\t",
        b"\"",
        b"'",
        b",",
        b";",
        b":",
        b"%0A",
        b"%00",
        b"\\",
        b"(",
        b"{",
        b"<",
        b"@",
        b"*",
        b"!",
        b"$",
        b"&",
        b"#",
        b"?",
        b"|",
        b"^",
        b"`",
        b"=",
        b"\xe4",
        b"\xc2\xa0",
        b"\xff",
        b"\x80",
        b"\xe2\x80\x8b",
    ]
    .into_iter()
    .map(|what| draft.attack(format!("{what:?} in the header"), within(what), UNREADABLE))
    .collect();
    let token = draft.mint();
    rows.extend([
        draft.attack("quotes around it", format!("\"{token}\""), UNREADABLE),
        draft.attack("angle brackets around it", format!("<{token}>"), UNREADABLE),
        draft.attack("a space after it", format!("{token} "), UNREADABLE),
        draft.attack("a tab after it", format!("{token}\t"), UNREADABLE),
        draft.attack("a comma after it", format!("{token},"), UNREADABLE),
        draft.attack(
            "a parameter after it",
            format!("{token}, realm=\"api\""),
            UNREADABLE,
        ),
        draft.attack("a second token", format!("{token} {token}"), UNREADABLE),
        draft.attack(
            "a full stop of another script",
            token.replace('.', "\u{3002}"),
            UNREADABLE,
        ),
        draft.attack("the scheme twice", format!("Bearer {token}"), UNREADABLE),
        draft.attack("as a parameter", format!("token=\"{token}\""), UNREADABLE),
    ]);
    rows
}

fn json_serialization() -> Vec<Attack> {
    let draft = Draft::of(Setup::Hs256);
    let (h, p, s) = parts(&draft);
    let flattened = format!(r#"{{"protected":"{h}","payload":"{p}","signature":"{s}"}}"#);
    let general =
        format!(r#"{{"payload":"{p}","signatures":[{{"protected":"{h}","signature":"{s}"}}]}}"#);
    vec![
        draft.attack("flattened, encoded", base64url(&flattened), INVALID_SHAPE),
        draft.attack("general, encoded", base64url(&general), INVALID_SHAPE),
        draft.attack("flattened", flattened, UNREADABLE),
        draft.attack("general", general, UNREADABLE),
        draft.attack(
            "an array of segments",
            format!(r#"["{h}","{p}","{s}"]"#),
            UNREADABLE,
        ),
    ]
}

fn too_long() -> Vec<Attack> {
    let mut rows = Vec::new();
    for setup in [Setup::Hs256, Setup::Rs256, Setup::EdDsa] {
        for kibibytes in [13, 20, 48] {
            let pad = format!("\"{}\"", "x".repeat(kibibytes * 1024));
            let draft = Draft::of(setup);
            let claim = draft.clone().claim("x", &pad);
            rows.push(claim.invalid(format!("a claim of {kibibytes} KiB"), "too_long"));
            let header = draft.header("x", &pad);
            rows.push(header.invalid(format!("a header of {kibibytes} KiB"), "too_long"));
        }
    }
    let draft = Draft::of(Setup::Hs256);
    rows.push(draft.attack("dots", ".".repeat(64 * 1024), Refused::Invalid("too_long")));
    rows.push(draft.attack(
        "letters",
        "A".repeat(64 * 1024),
        Refused::Invalid("too_long"),
    ));
    rows.push(draft.attack(
        "a signature of 27 KB",
        draft.with_signature(vec![7; 20_000]),
        Refused::Invalid("too_long"),
    ));
    rows
}
