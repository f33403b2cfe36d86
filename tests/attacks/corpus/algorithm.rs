//! `alg`: none, confused, foreign, mistyped (RFC 8725 §2.1, §3.1, §3.2).

use auth_runtime::jwt::Algorithm;

use super::Attack;
use crate::kit::{Draft, Refused, Setup, TestKey, base64url, keys, pem};

pub(super) fn families() -> Vec<(&'static str, Vec<Attack>)> {
    vec![
        ("alg none, signed", none_signed()),
        ("alg none, no signature", none_stripped()),
        ("alg of another spelling", spelled_otherwise()),
        ("alg of no text", mistyped()),
        ("public key as HMAC secret", public_key_as_secret()),
        ("alg of another key", foreign()),
        ("signature of another alg", lying()),
    ]
}

const NONES: [&str; 14] = [
    "none",
    "None",
    "NONE",
    "nOnE",
    "NonE",
    " none",
    "none ",
    "\\tnone",
    "none\\n",
    "none\\u0000",
    "n\\u006fne",
    "n\u{43e}ne",
    "\u{ff4e}one",
    "",
];

fn none_signed() -> Vec<Attack> {
    let draft = Draft::of(Setup::Hs256);
    NONES
        .map(|name| {
            let draft = draft.clone().header("alg", format!("\"{name}\""));
            draft.invalid(format!("{name:?}"), "algorithm")
        })
        .into()
}

fn none_stripped() -> Vec<Attack> {
    let setups = [
        Setup::Hs256,
        Setup::Rs256,
        Setup::Es256,
        Setup::EdDsa,
        Setup::Named,
    ];
    let of = |setup: Setup| {
        NONES.map(|name| {
            let draft = Draft::of(setup).header("alg", format!("\"{name}\""));
            draft.attack(
                format!("{name:?}"),
                draft.with_signature(""),
                Refused::Invalid("algorithm"),
            )
        })
    };
    setups.into_iter().flat_map(of).collect()
}

fn spelled_otherwise() -> Vec<Attack> {
    let of = |setup: Setup, names: &[&str]| {
        let rows = names.iter().map(move |name| {
            Draft::of(setup)
                .header("alg", format!("\"{name}\""))
                .invalid(format!("{name:?}"), "algorithm")
        });
        rows.collect::<Vec<_>>()
    };
    [
        of(
            Setup::Hs256,
            &[
                "hs256",
                "Hs256",
                " HS256",
                "HS256 ",
                "HS256\\u0000",
                "HS-256",
                "HMAC",
                "HS256,none",
                "HS2560",
                "null",
            ],
        ),
        of(
            Setup::Rs256,
            &["rs256", "RSA", "RSA-OAEP", "RSA1_5", "RS256\\n"],
        ),
        of(Setup::Es256, &["es256", "ES256K", "ECDH-ES", "ESB256"]),
        of(
            Setup::EdDsa,
            &["eddsa", "EDDSA", "Ed448", "ed25519", "ED25519"],
        ),
    ]
    .concat_rows()
}

fn mistyped() -> Vec<Attack> {
    let values = [
        "null",
        "true",
        "false",
        "0",
        "256",
        "1.5",
        "[]",
        r#"["HS256"]"#,
        r#"["none","HS256"]"#,
        "{}",
        r#"{"alg":"HS256"}"#,
    ];
    let draft = Draft::of(Setup::Hs256);
    let mut rows: Vec<_> = values
        .map(|value| {
            draft
                .clone()
                .header("alg", value)
                .invalid(value, "algorithm")
        })
        .into();
    rows.push(
        draft
            .clone()
            .without_header("alg")
            .invalid("missing", "algorithm"),
    );
    let upper = draft.without_header("alg").header("ALG", r#""HS256""#);
    rows.push(upper.invalid("as ALG", "algorithm"));
    rows
}

/// Everything that an attacker can make of a public key and try as a secret.
fn public_forms(key: &TestKey) -> Vec<(&'static str, Vec<u8>)> {
    let pem = key.pem();
    vec![
        ("PEM", pem.clone().into_bytes()),
        ("PEM without its last newline", pem.trim_end().into()),
        ("PEM with CRLF", pem.replace('\n', "\r\n").into_bytes()),
        ("DER", key.spki()),
        ("raw key", key.raw()),
        (
            "raw key as PEM",
            self::pem("RSA PUBLIC KEY", &key.raw()).into_bytes(),
        ),
        ("base64url of the DER", base64url(key.spki()).into_bytes()),
        ("JWK", key.jwk().to_string().into_bytes()),
    ]
}

fn public_key_as_secret() -> Vec<Attack> {
    let mut rows = Vec::new();
    for setup in [
        Setup::Rs256,
        Setup::Ps256,
        Setup::Es256,
        Setup::EdDsa,
        Setup::Several,
    ] {
        for (form, secret) in public_forms(setup.key()) {
            let draft = Draft::of(setup).header("alg", r#""HS256""#);
            let tag = TestKey::Secret(secret).sign(Algorithm::HS256, draft.message().as_bytes());
            let token = draft.with_signature(tag);
            rows.push(draft.attack(
                format!("HS256 with the {form}"),
                token,
                Refused::Invalid("algorithm"),
            ));
        }
    }
    for algorithm in [Algorithm::HS384, Algorithm::HS512] {
        let draft = Draft::of(Setup::Rs256).header("alg", format!("\"{algorithm}\""));
        let secret = TestKey::Secret(keys().rsa.pem().into_bytes());
        let token = draft.with_signature(secret.sign(algorithm, draft.message().as_bytes()));
        rows.push(draft.attack(
            format!("{algorithm} with the PEM"),
            token,
            Refused::Invalid("algorithm"),
        ));
    }
    // The right algorithm is named, and the signature is the HMAC.
    for setup in [Setup::Rs256, Setup::Es256, Setup::EdDsa] {
        let draft = Draft::of(setup);
        let secret = TestKey::Secret(setup.key().pem().into_bytes());
        let token = draft.with_signature(secret.sign(Algorithm::HS256, draft.message().as_bytes()));
        rows.push(draft.attack(
            "HMAC under the right name",
            token,
            Refused::Invalid("signature"),
        ));
    }
    rows
}

/// A good signature by the named algorithm, which is not the one that the key is for.
fn foreign() -> Vec<Attack> {
    use Algorithm::{
        ES256, ES384, EdDSA, HS256, HS384, HS512, PS256, PS384, PS512, RS256, RS384, RS512,
    };
    let keys = keys();
    let named = [
        (Setup::Hs256, &keys.secret, &[HS384, HS512][..]),
        (Setup::Hs256, &keys.rsa, &[RS256, PS256]),
        (
            Setup::Rs256,
            &keys.rsa,
            &[RS384, RS512, PS256, PS384, PS512],
        ),
        (Setup::Rs256, &keys.p256, &[ES256]),
        (
            Setup::Ps256,
            &keys.rsa,
            &[RS256, RS384, RS512, PS384, PS512],
        ),
        (Setup::Es256, &keys.p384, &[ES384]),
        (Setup::Es256, &keys.rsa, &[RS256, PS256]),
        (Setup::Es256, &keys.ed25519, &[EdDSA]),
        (Setup::Es384, &keys.p256, &[ES256]),
        (Setup::EdDsa, &keys.p256, &[ES256]),
        (Setup::EdDsa, &keys.secret, &[HS256]),
        (Setup::Named, &keys.rsa, &[RS512, PS256]),
    ];
    let row = |setup: Setup, key: &TestKey, algorithm: Algorithm| {
        let draft = Draft::of(setup).header("alg", format!("\"{algorithm}\""));
        let token = draft.with_signature(key.sign(algorithm, draft.message().as_bytes()));
        draft.attack(algorithm.name(), token, Refused::Invalid("algorithm"))
    };
    named
        .into_iter()
        .flat_map(|(setup, key, algorithms)| algorithms.iter().map(move |it| row(setup, key, *it)))
        .collect()
}

/// The right name, and a signature by another algorithm with the right key.
fn lying() -> Vec<Attack> {
    let pairs = [
        (Setup::Hs256, Algorithm::HS384),
        (Setup::Hs256, Algorithm::HS512),
        (Setup::Rs256, Algorithm::RS384),
        (Setup::Rs256, Algorithm::RS512),
        (Setup::Rs256, Algorithm::PS256),
        (Setup::Ps256, Algorithm::RS256),
        (Setup::Ps256, Algorithm::PS384),
        (Setup::Ps256, Algorithm::PS512),
    ];
    let mut rows: Vec<_> = pairs
        .map(|(setup, algorithm)| {
            let draft = Draft::of(setup);
            let signature = setup.key().sign(algorithm, draft.message().as_bytes());
            draft.attack(
                algorithm.name(),
                draft.with_signature(signature),
                Refused::Invalid("signature"),
            )
        })
        .into();
    let draft = Draft::of(Setup::Hs256);
    let mut cut = keys()
        .secret
        .sign(Algorithm::HS512, draft.message().as_bytes());
    cut.truncate(32);
    rows.push(draft.attack(
        "HS512 cut to 32 bytes",
        draft.with_signature(cut),
        Refused::Invalid("signature"),
    ));
    rows
}

trait Concat {
    fn concat_rows(self) -> Vec<Attack>;
}

impl<const N: usize> Concat for [Vec<Attack>; N] {
    fn concat_rows(self) -> Vec<Attack> {
        self.into_iter().flatten().collect()
    }
}
