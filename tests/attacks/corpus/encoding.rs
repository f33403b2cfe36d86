//! Segments in strict base64url, and only in the spelling that an encoder writes (RFC 7515 §2).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::Attack;
use super::shape::parts;
use crate::kit::{Draft, Refused, Setup, base64url};

pub(super) fn families() -> Vec<(&'static str, Vec<Attack>)> {
    vec![
        ("base64 of another kind", encodings()),
        ("trailing bits", trailing_bits()),
    ]
}

const INVALID_SHAPE: Refused = Refused::Invalid("shape");
const INVALID_BASE64: Refused = Refused::Invalid("base64url");
const UNREADABLE: Refused = Refused::Unreadable("foreign_character_in_token");

/// With text in header and payload that the two base64 alphabets write differently.
fn telling() -> Draft {
    let text = r#""?????>>>>>?????""#;
    Draft::of(Setup::Hs256).header("x", text).claim("x", text)
}

fn encodings() -> Vec<Attack> {
    let draft = telling();
    let (h, p, s) = parts(&draft);
    let standard = |segment: &str| segment.replace('-', "+").replace('_', "/");
    assert!(
        standard(&h) != h && standard(&p) != p,
        "both alphabets write these alike"
    );
    // One byte more or less, so that there is something to pad.
    let uneven = (0..3)
        .map(|n| draft.clone().header("x", format!("\"{}\"", "x".repeat(n))))
        .find(|draft| !parts(draft).0.len().is_multiple_of(4))
        .unwrap();
    let padded = STANDARD.encode(uneven.header_text());
    assert!(padded.ends_with('='));
    vec![
        draft.attack(
            "standard alphabet in the header",
            draft.seal(&format!("{}.{p}", standard(&h))),
            INVALID_BASE64,
        ),
        draft.attack(
            "standard alphabet in the payload",
            draft.seal(&format!("{h}.{}", standard(&p))),
            INVALID_BASE64,
        ),
        draft.attack(
            "padding in the header",
            draft.seal(&format!("{padded}.{p}")),
            UNREADABLE,
        ),
        draft.attack(
            "padding in the payload",
            draft.seal(&format!("{h}.{p}=")),
            UNREADABLE,
        ),
        draft.attack(
            "padding after the signature",
            format!("{h}.{p}.{s}="),
            INVALID_BASE64,
        ),
        draft.attack(
            "two of padding after the signature",
            format!("{h}.{p}.{s}=="),
            INVALID_BASE64,
        ),
        draft.attack(
            "letters more in the header",
            draft.seal(&format!("{}.{p}", lengthened(&h))),
            INVALID_BASE64,
        ),
        draft.attack(
            "letters more in the payload",
            draft.seal(&format!("{h}.{}", lengthened(&p))),
            INVALID_BASE64,
        ),
        draft.attack(
            "hexadecimal header",
            draft.seal(&format!("{}.{p}", hex(draft.header_text()))),
            Refused::Invalid("header"),
        ),
        draft.attack(
            "header encoded twice",
            draft.seal(&format!("{}.{p}", base64url(&h))),
            Refused::Invalid("header"),
        ),
        draft.attack(
            "payload encoded twice",
            draft.seal(&format!("{h}.{}", base64url(&p))),
            Refused::Invalid("claims"),
        ),
        draft.attack(
            "whole token encoded",
            base64url(draft.mint()),
            INVALID_SHAPE,
        ),
        draft.attack(
            "a tilde in the payload",
            draft.seal(&format!("{h}.{p}~")),
            INVALID_BASE64,
        ),
    ]
}

/// Of a length that no bytes have.
fn lengthened(segment: &str) -> String {
    let letters = (1..=4)
        .find(|more| (segment.len() + more) % 4 == 1)
        .unwrap();
    format!("{segment}{}", "A".repeat(letters))
}

fn hex(text: impl AsRef<[u8]>) -> String {
    let digits = text.as_ref().iter().map(|byte| format!("{byte:02x}"));
    let mut text: String = digits.collect();
    // A length that base64url can have.
    while text.len() % 4 == 1 {
        text.push('0');
    }
    text
}

/// The same bytes in another spelling: an unused bit of the last character is set.
fn respelled(segment: &str) -> String {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    assert!(segment.len() % 4 > 1, "no bit is unused");
    let (rest, last) = segment.split_at(segment.len() - 1);
    let position = ALPHABET.find(last).unwrap();
    format!("{rest}{}", &ALPHABET[position + 1..=position + 1])
}

fn trailing_bits() -> Vec<Attack> {
    let mut rows = Vec::new();
    for setup in [Setup::Hs256, Setup::Rs256, Setup::Es256, Setup::EdDsa] {
        let draft = Draft::of(setup);
        let (h, p, s) = parts(&draft);
        rows.push(draft.attack(
            "signature",
            format!("{h}.{p}.{}", respelled(&s)),
            INVALID_BASE64,
        ));
        for padding in 0..3 {
            let text = format!("\"{}\"", "x".repeat(padding));
            let draft = Draft::of(setup).header("x", &text).claim("x", &text);
            let (h, p, _) = parts(&draft);
            if !h.len().is_multiple_of(4) {
                let token = draft.seal(&format!("{}.{p}", respelled(&h)));
                rows.push(draft.attack(format!("header {padding}"), token, INVALID_BASE64));
            }
            if !p.len().is_multiple_of(4) {
                let token = draft.seal(&format!("{h}.{}", respelled(&p)));
                rows.push(draft.attack(format!("payload {padding}"), token, INVALID_BASE64));
            }
        }
    }
    rows
}
