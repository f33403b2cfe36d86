//! Signatures that are none, or not of this token, or not of this key.

use auth_runtime::jwt::Algorithm;

use super::Attack;
use crate::kit::{Draft, Refused, Setup, TestKey, base64url, keys};

pub(super) fn families() -> Vec<(&'static str, Vec<Attack>)> {
    vec![
        ("altered signature", altered()),
        ("signature of something else", transplanted()),
        ("ECDSA", ecdsa()),
        ("Ed25519", ed25519()),
        ("RSA", rsa()),
        ("HMAC by a guessed secret", guessed()),
    ]
}

const SETUPS: [Setup; 6] = [
    Setup::Hs256,
    Setup::Rs256,
    Setup::Ps256,
    Setup::Es256,
    Setup::Es384,
    Setup::EdDsa,
];
const INVALID: Refused = Refused::Invalid("signature");

fn forged(draft: &Draft, name: impl Into<String>, signature: impl AsRef<[u8]>) -> Attack {
    draft.attack(name, draft.with_signature(signature), INVALID)
}

fn altered() -> Vec<Attack> {
    let mut rows = Vec::new();
    for draft in SETUPS.map(Draft::of) {
        let good = draft.signature();
        let with = |change: fn(&mut Vec<u8>)| {
            let mut signature = good.clone();
            change(&mut signature);
            signature
        };
        rows.extend([
            forged(&draft, "none", ""),
            forged(&draft, "one byte", [0]),
            forged(&draft, "all zero", vec![0; good.len()]),
            forged(&draft, "all one", vec![0xff; good.len()]),
            forged(
                &draft,
                "without its last byte",
                with(|it| it.truncate(it.len() - 1)),
            ),
            forged(
                &draft,
                "without its first byte",
                with(|it| it.rotate_left(1)).split_last().unwrap().1,
            ),
            forged(
                &draft,
                "its first half",
                with(|it| it.truncate(it.len() / 2)),
            ),
            forged(&draft, "its first two bytes", with(|it| it.truncate(2))),
            forged(&draft, "with a zero after it", with(|it| it.push(0))),
            forged(&draft, "with a zero before it", with(|it| it.insert(0, 0))),
            forged(&draft, "twice", good.repeat(2)),
            forged(&draft, "reversed", with(|it| it.reverse())),
            forged(&draft, "its first bit", with(|it| it[0] ^= 0x80)),
            forged(
                &draft,
                "its last bit",
                with(|it| *it.last_mut().unwrap() ^= 1),
            ),
            forged(
                &draft,
                "a bit in the middle",
                with(|it| {
                    let middle = it.len() / 2;
                    it[middle] ^= 4;
                }),
            ),
            forged(&draft, "encoded twice", base64url(&good)),
        ]);
    }
    rows
}

fn transplanted() -> Vec<Attack> {
    let mut rows = Vec::new();
    for setup in SETUPS {
        let draft = Draft::of(setup);
        let admin = draft.clone().claim("roles", r#"["admin"]"#);
        let later = draft.clone().claim("exp", "1900000000");
        let renamed = draft.clone().claim("sub", r#""root""#);
        let other_header = draft.clone().header("x", "1");
        let (key, algorithm) = (setup.key(), setup.algorithm());
        let of = |message: &str| key.sign(algorithm, message.as_bytes());
        rows.extend([
            forged(&admin, "roles added", draft.signature()),
            forged(&later, "life prolonged", draft.signature()),
            forged(&renamed, "subject changed", draft.signature()),
            forged(&other_header, "header changed", draft.signature()),
            forged(&draft, "of another token", renamed.signature()),
            forged(&draft, "of the header", of(&base64url(draft.header_text()))),
            forged(
                &draft,
                "of the payload",
                of(&base64url(draft.claims_text())),
            ),
            forged(
                &draft,
                "of the decoded text",
                of(&format!("{}.{}", draft.header_text(), draft.claims_text())),
            ),
            forged(
                &draft,
                "of the message and a dot",
                of(&format!("{}.", draft.message())),
            ),
            forged(&draft, "of nothing", of("")),
            draft.attack(
                "by another key",
                draft.seal_with(setup.others_key(), &draft.message()),
                INVALID,
            ),
        ]);
    }
    rows
}

/// The order of the group, big end first.
const P256_ORDER: &str = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
const P384_ORDER: &str = "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf\
                          581a0db248b0a77aecec196accc52973";

fn ecdsa() -> Vec<Attack> {
    let mut rows = Vec::new();
    for (setup, order) in [(Setup::Es256, P256_ORDER), (Setup::Es384, P384_ORDER)] {
        let draft = Draft::of(setup);
        let order = from_hex(order);
        let size = order.len();
        let good = draft.signature();
        let (r, s) = good.split_at(size);
        let (zero, mut one) = (vec![0; size], vec![0; size]);
        one[size - 1] = 1;
        let pair = |r: &[u8], s: &[u8]| [r, s].concat();
        rows.extend([
            forged(&draft, "r and s swapped", pair(s, r)),
            forged(&draft, "r zero", pair(&zero, s)),
            forged(&draft, "s zero", pair(r, &zero)),
            forged(&draft, "zero and one", pair(&zero, &one)),
            forged(&draft, "one and zero", pair(&one, &zero)),
            forged(&draft, "one and one", pair(&one, &one)),
            forged(&draft, "the order twice", pair(&order, &order)),
            forged(&draft, "the order and one", pair(&order, &one)),
            forged(&draft, "zero and the order", pair(&zero, &order)),
            forged(&draft, "s of the order", pair(r, &order)),
            forged(&draft, "DER", der(r, s)),
            forged(&draft, "DER of zeros", der(&zero, &zero)),
            forged(&draft, "empty DER", [0x30, 0]),
        ]);
    }
    rows
}

fn from_hex(text: &str) -> Vec<u8> {
    let byte = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
    (0..text.len()).step_by(2).map(byte).collect()
}

/// `SEQUENCE { INTEGER r, INTEGER s }`, as TLS and X.509 write it and JWS does not.
fn der(r: &[u8], s: &[u8]) -> Vec<u8> {
    let integer = |number: &[u8]| {
        let zeros = number.iter().take_while(|byte| **byte == 0).count();
        let mut number = number[zeros.min(number.len() - 1)..].to_vec();
        if number[0] & 0x80 != 0 {
            number.insert(0, 0);
        }
        [&[2, u8::try_from(number.len()).unwrap()][..], &number].concat()
    };
    let content = [integer(r), integer(s)].concat();
    [&[0x30, u8::try_from(content.len()).unwrap()][..], &content].concat()
}

/// The order of the Ed25519 group, little end first (RFC 8032 §5.1).
const ED25519_ORDER: &str = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";

fn ed25519() -> Vec<Attack> {
    let draft = Draft::of(Setup::EdDsa);
    let good = draft.signature();
    let (r, s) = good.split_at(32);
    let order = from_hex(ED25519_ORDER);
    let mut carry = 0;
    let beyond: Vec<u8> = s
        .iter()
        .zip(&order)
        .map(|(s, order)| {
            let sum = u16::from(*s) + u16::from(*order) + carry;
            carry = sum >> 8;
            u8::try_from(sum & 0xff).unwrap()
        })
        .collect();
    let mut identity = [0; 32];
    identity[0] = 1;
    vec![
        forged(&draft, "s plus the order", [r, &beyond].concat()),
        forged(&draft, "s zero", [r, &[0; 32]].concat()),
        forged(&draft, "s of the order", [r, &order].concat()),
        forged(
            &draft,
            "the neutral point and zero",
            [identity, [0; 32]].concat(),
        ),
        forged(&draft, "r and s swapped", [s, r].concat()),
    ]
}

fn rsa() -> Vec<Attack> {
    let mut rows = Vec::new();
    for setup in [Setup::Rs256, Setup::Ps256] {
        let draft = Draft::of(setup);
        let mut one = vec![0; 256];
        one[255] = 1;
        // What a verifier that forgets to exponentiate would accept.
        let mut padding = vec![0xff; 256];
        padding[..2].copy_from_slice(&[0, 1]);
        let modulus = &keys().rsa.jwk()["n"];
        let modulus = format!("{}.{}", draft.message(), modulus.as_str().unwrap());
        rows.extend([
            forged(&draft, "one", &one),
            forged(&draft, "bare padding", &padding),
            draft.attack("the modulus", modulus, INVALID),
            forged(&draft, "4096 bits", vec![1; 512]),
        ]);
    }
    rows
}

fn guessed() -> Vec<Attack> {
    let TestKey::Secret(secret) = &keys().secret else {
        panic!("the secret is one");
    };
    let mut longer = secret.clone();
    longer.push(1);
    let guesses: Vec<(&str, Vec<u8>)> = vec![
        ("empty", Vec::new()),
        // Longer than the block, or it would be the empty key again.
        ("zeros", vec![0; 128]),
        ("secret", b"secret".into()),
        ("your-256-bit-secret", b"your-256-bit-secret".into()),
        ("changeme", b"changeme".into()),
        ("null", b"null".into()),
        ("undefined", b"undefined".into()),
        ("half of it", secret[..32].into()),
        ("all but a byte of it", secret[..63].into()),
        ("a byte more", longer),
        ("its base64url", base64url(secret).into_bytes()),
        ("the issuer", b"https://issuer.test".into()),
    ];
    let draft = Draft::of(Setup::Hs256);
    guesses
        .into_iter()
        .map(|(name, guess)| {
            let tag = TestKey::Secret(guess).sign(Algorithm::HS256, draft.message().as_bytes());
            forged(&draft, name, tag)
        })
        .collect()
}
