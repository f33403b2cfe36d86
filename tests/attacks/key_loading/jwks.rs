//! JSON Web Keys.

use auth_runtime::jwt::Key;
use serde_json::{Value, json};

use super::{Row, jwk, one};
use crate::kit::{TestKey, base64url, keys, members};

pub(super) fn rows() -> Vec<Row> {
    let keys = keys();
    let load = |key: &TestKey, more: Value| one(Key::jwk(jwk(key, more).to_string()));
    let short = "AAAA";
    let long = base64url([1; 33]);
    let mut neutral = [0; 32];
    neutral[0] = 1;
    let mut order_four = [0; 32];
    order_four[31] = 0x80;
    let twice = members(&[
        ("kty".into(), "\"OKP\"".into()),
        ("kty".into(), "\"OKP\"".into()),
    ]);
    vec![
        (
            "with d",
            load(&keys.p256, json!({"d": short})),
            &["private key", "keep this one secret"],
        ),
        (
            "RSA with p",
            load(&keys.rsa, json!({"alg": "RS256", "p": short})),
            &["private key"],
        ),
        (
            "Ed25519 with d",
            load(&keys.ed25519, json!({"d": short})),
            &["private key"],
        ),
        (
            "use enc",
            load(&keys.p256, json!({"use": "enc"})),
            &["`use` is \"enc\"", "\"sig\""],
        ),
        (
            "use in upper case",
            load(&keys.p256, json!({"use": "SIG"})),
            &["`use` is \"SIG\"", "\"sig\""],
        ),
        (
            "key_ops sign",
            load(&keys.p256, json!({"key_ops": ["sign"]})),
            &["`key_ops`", "\"verify\""],
        ),
        (
            "key_ops empty",
            load(&keys.p256, json!({"key_ops": []})),
            &["`key_ops`", "\"verify\""],
        ),
        (
            "key_ops of no array",
            load(&keys.p256, json!({"key_ops": "verify"})),
            &["`key_ops`", "\"verify\""],
        ),
        (
            "P-256 for ES384",
            load(&keys.p256, json!({"alg": "ES384"})),
            &["P-256 key cannot verify ES384"],
        ),
        (
            "P-384 for ES256",
            load(&keys.p384, json!({"alg": "ES256"})),
            &["P-384 key cannot verify ES256"],
        ),
        (
            "P-256 that says P-384",
            load(&keys.p256, json!({"crv": "P-384"})),
            &["`x` and `y` have 48 bytes"],
        ),
        (
            "P-384 that says P-256",
            load(&keys.p384, json!({"crv": "P-256"})),
            &["`x` and `y` have 32 bytes"],
        ),
        (
            "P-521",
            load(&keys.p384, json!({"crv": "P-521"})),
            &["`crv`", "P-521", "unknown"],
        ),
        (
            "secp256k1",
            load(&keys.p256, json!({"crv": "secp256k1"})),
            &["`crv`", "secp256k1", "unknown"],
        ),
        (
            "X25519",
            load(&keys.ed25519, json!({"crv": "X25519"})),
            &["`crv`", "X25519", "unknown"],
        ),
        (
            "Ed448",
            load(&keys.ed25519, json!({"crv": "Ed448"})),
            &["`crv`", "Ed448", "unknown"],
        ),
        (
            "no crv",
            load(&keys.p256, json!({"crv": null})),
            &["`crv`", "unknown"],
        ),
        (
            "P-256 beside its curve",
            load(&keys.p256, json!({"y": base64url([1; 32])})),
            &["beside it"],
        ),
        (
            "P-384 beside its curve",
            load(&keys.p384, json!({"y": base64url([1; 48])})),
            &["beside it"],
        ),
        (
            "Ed25519 of order 1",
            load(&keys.ed25519, json!({"x": base64url(neutral)})),
            &["small order"],
        ),
        (
            "Ed25519 of order 4 with a sign",
            load(&keys.ed25519, json!({"x": base64url(order_four)})),
            &["small order"],
        ),
        (
            "RSA with an exponent of 81 bits",
            load(&keys.rsa, json!({"alg": "RS256", "e": base64url([1; 11])})),
            &["exponent of 11 bytes", "at most 4"],
        ),
        (
            "kid of no text",
            load(&keys.p256, json!({"kid": 7})),
            &["`kid` is no text"],
        ),
        (
            "x too short",
            load(&keys.p256, json!({"x": short})),
            &["`x` and `y` have 32 bytes"],
        ),
        (
            "y too long",
            load(&keys.p256, json!({"y": long.clone()})),
            &["`x` and `y` have 32 bytes"],
        ),
        (
            "x a byte short and y a byte longer",
            load(
                &keys.p256,
                json!({"x": base64url([1; 31]), "y": base64url([1; 33])}),
            ),
            &["`x` and `y` have 32 bytes"],
        ),
        (
            "no y",
            load(&keys.p256, json!({"y": null})),
            &["`y` is missing"],
        ),
        (
            "x of no base64url",
            load(&keys.p256, json!({"x": "+/+/"})),
            &["`x` is missing or no base64url"],
        ),
        (
            "x of no text",
            load(&keys.p256, json!({"x": 1})),
            &["`x` is no text"],
        ),
        (
            "Ed25519 too short",
            load(&keys.ed25519, json!({"x": "AA"})),
            &["32 bytes", "has 1"],
        ),
        (
            "Ed25519 too long",
            load(&keys.ed25519, json!({"x": long})),
            &["32 bytes", "has 33"],
        ),
        (
            "RSA for ES256",
            load(&keys.rsa, json!({"alg": "ES256"})),
            &["RSA key cannot verify ES256"],
        ),
        (
            "Ed25519 for RS256",
            load(&keys.ed25519, json!({"alg": "RS256"})),
            &["Ed25519 key cannot verify RS256"],
        ),
        (
            "P-256 for HS256",
            load(&keys.p256, json!({"alg": "HS256"})),
            &["P-256 key cannot verify HS256"],
        ),
        (
            "RSA without alg",
            load(&keys.rsa, json!({})),
            &["names no `alg`", "jwk_set_for"],
        ),
        (
            "RSA of 1024 bits",
            load(
                &keys.rsa,
                json!({"alg": "RS256", "n": base64url([0xff; 128])}),
            ),
            &["1024 bits", "needs 2048"],
        ),
        (
            "RSA with e = 1",
            load(&keys.rsa, json!({"alg": "RS256", "e": "AQ"})),
            &["no RSA key has"],
        ),
        (
            "RSA with an even e",
            load(&keys.rsa, json!({"alg": "RS256", "e": "Ag"})),
            &["no RSA key has"],
        ),
        (
            "RSA with an even n",
            load(
                &keys.rsa,
                json!({"alg": "RS256", "n": base64url([0xfe; 256])}),
            ),
            &["no RSA key has"],
        ),
        (
            "RSA of 16384 bits",
            load(
                &keys.rsa,
                json!({"alg": "RS256", "n": base64url(vec![0xff; 2048])}),
            ),
            &["16384 bits", "at most"],
        ),
        (
            "RSA without n",
            load(&keys.rsa, json!({"alg": "RS256", "n": null})),
            &["`n` is missing"],
        ),
        (
            "oct without alg",
            load(&keys.secret, json!({})),
            &["names its `alg`", "HS256"],
        ),
        (
            "oct too short",
            load(&keys.secret, json!({"alg": "HS256", "k": short})),
            &["HS256", "has 3 bytes", "needs 32"],
        ),
        (
            "oct empty",
            load(&keys.secret, json!({"alg": "HS256", "k": ""})),
            &["`k` is missing"],
        ),
        (
            "oct for RS256",
            load(&keys.secret, json!({"alg": "RS256"})),
            &["shared secret cannot verify RS256"],
        ),
        (
            "alg none",
            load(&keys.p256, json!({"alg": "none"})),
            &["`alg` \"none\" is unknown"],
        ),
        (
            "alg of no text",
            load(&keys.p256, json!({"alg": 1})),
            &["`alg` is no text"],
        ),
        (
            "kty unknown",
            load(&keys.p256, json!({"kty": "AKP"})),
            &["`kty`", "AKP", "unknown"],
        ),
        (
            "no kty",
            load(&keys.p256, json!({"kty": null})),
            &["`kty`", "unknown"],
        ),
        ("no JSON", one(Key::jwk("not JSON")), &["no JSON object"]),
        ("an array", one(Key::jwk("[]")), &["no JSON object"]),
        ("a member twice", one(Key::jwk(twice)), &["no JSON object"]),
    ]
}
